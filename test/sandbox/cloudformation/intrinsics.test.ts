import { NO_VALUE, resolve, type Scope } from '../../../sandbox/cloudformation/intrinsics';

const scope: Scope = {
  ref: name => (name === 'AWS::NoValue' ? NO_VALUE : `ref of ${name}`),
  attribute: (logicalId, name) => `${name} of ${logicalId}`,
  condition: name => name === 'IsTrue',
  mapping: (map, first, second) => `${map}/${first}/${second}`,
  import: name => `import of ${name}`,
};

test.each<[string, unknown, unknown]>([
  ['text stays as it is', 'text', 'text'],
  ['a number, a boolean and null stay as they are', [1, true, null], [1, true, null]],
  ['Ref', { Ref: 'Queue' }, 'ref of Queue'],
  ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Arn of Queue'],
  ['GetAtt as text', { 'Fn::GetAtt': 'Table.StreamArn' }, 'StreamArn of Table'],
  ['GetAtt of a nested attribute', { 'Fn::GetAtt': ['Custom', 'Data.Key'] }, 'Data.Key of Custom'],
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'B' }, 1]] }, 'a-ref of B-1'],
  ['Join of a list that a function gives', { 'Fn::Join': ['+', { 'Fn::Split': [',', 'a,b'] }] }, 'a+b'],
  ['Sub of a resource', { 'Fn::Sub': 'x-${Queue}-y' }, 'x-ref of Queue-y'],
  ['Sub of an attribute', { 'Fn::Sub': '${Queue.Arn}' }, 'Arn of Queue'],
  ['Sub with values', { 'Fn::Sub': ['${a}${Queue}', { a: { Ref: 'A' } }] }, 'ref of Aref of Queue'],
  ['Sub of a literal', { 'Fn::Sub': '${!Literal}' }, '${Literal}'],
  ['Select', { 'Fn::Select': ['1', ['a', { Ref: 'B' }]] }, 'ref of B'],
  ['Split', { 'Fn::Split': [':', 'a:b:c'] }, ['a', 'b', 'c']],
  ['Base64', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
  ['FindInMap', { 'Fn::FindInMap': ['Map', { Ref: 'A' }, 'B'] }, 'Map/ref of A/B'],
  ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': 'name' } }, 'import of name'],
  ['If that holds', { 'Fn::If': ['IsTrue', 'yes', 'no'] }, 'yes'],
  ['If that does not hold', { 'Fn::If': ['IsFalse', 'yes', { Ref: 'No' }] }, 'ref of No'],
  ['Equals of the same', { 'Fn::Equals': [{ Ref: 'A' }, 'ref of A'] }, true],
  ['Equals of different', { 'Fn::Equals': ['a', 'b'] }, false],
  ['And, Or, Not', { 'Fn::And': [{ 'Fn::Or': [false, true] }, { 'Fn::Not': [false] }] }, true],
  ['NoValue leaves a property out', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
  ['NoValue leaves an item out', ['a', { Ref: 'AWS::NoValue' }], ['a']],
  ['functions within functions', { 'Fn::Select': [0, { 'Fn::Split': ['/', { 'Fn::Join': ['/', ['a', 'b']] }] }] }, 'a'],
  ['an object with a key beside is no function', { Ref: 'Queue', other: 1 }, { Ref: 'Queue', other: 1 }],
])('%s', (_, value, expected) => {
  expect(resolve(value, scope)).toEqual(expected);
});

test('fails on a function the sandbox does not know', () => {
  expect(() => resolve({ a: [{ 'Fn::Cidr': ['10.0.0.0/16', 1, 8] }] }, scope)).toThrow(
    new Error("the sandbox does not know the intrinsic function 'Fn::Cidr'"),
  );
});
