import { inDependencyOrder, namesIn } from '../../../sandbox/cloudformation/dependencies';

test.each<[string, unknown, string[]]>([
  ['Ref', { Ref: 'A' }, ['A']],
  ['GetAtt', [{ 'Fn::GetAtt': ['A', 'Arn'] }, { 'Fn::GetAtt': 'B.Arn' }], ['A', 'B']],
  ['Sub', { 'Fn::Sub': ['${A}${B.Arn}${!C}${d}', { d: { Ref: 'D' } }] }, ['A', 'B', 'D']],
  ['what is deep inside', { a: [{ 'Fn::Join': ['', ['x', { Ref: 'A' }]] }] }, ['A']],
  ['nothing', { a: 1, b: ['Ref'] }, []],
])('finds the names in %s', (_, value, names) => {
  expect(namesIn(value)).toEqual(names);
});

test('orders resources by what they name and by DependsOn', () => {
  const resources = {
    Mapping: { Type: 'M', Properties: { queue: { 'Fn::GetAtt': ['Queue', 'Arn'] } }, DependsOn: 'Policy' },
    Queue: {
      Type: 'Q',
      Properties: { redrive: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] }, stack: { Ref: 'AWS::StackName' } },
    },
    Policy: { Type: 'P', DependsOn: ['Role'] },
    DeadLetterQueue: { Type: 'Q' },
    Role: { Type: 'R' },
  };
  expect(inDependencyOrder(resources)).toEqual(['Role', 'Policy', 'DeadLetterQueue', 'Queue', 'Mapping']);
});

test('fails on a circle', () => {
  const resources = { A: { Type: 'T', Properties: { b: { Ref: 'B' } } }, B: { Type: 'T', DependsOn: 'A' } };
  expect(() => inDependencyOrder(resources)).toThrow(
    new Error('resources depend on each other in a circle: A -> B -> A'),
  );
});
