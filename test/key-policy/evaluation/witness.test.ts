import fc from 'fast-check';
import { cases } from './random-calls';
import { evaluate } from '../../../src/key-policy/evaluation/evaluate';
import { findWitness } from '../../../src/key-policy/evaluation/witness';
import { type Statement } from '../../../src/key-policy/statement';
import { KEY_ARN, role } from '../../support/key-policy-facts';

type Condition = NonNullable<Statement['Condition']>;

const find = (Condition: Condition, deny?: Condition) => {
  const allow: Statement = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition };
  const statements = deny ? [allow, { ...allow, Effect: 'Deny' as const, Condition: deny }] : [allow];
  return findWitness(
    { identity: [], resource: { Version: '2012-10-17', Statement: statements } },
    { principal: role('App'), action: 'kms:Decrypt', resource: KEY_ARN, context: {}, isOpen: () => true },
    'allowed',
  );
};

test.each<[string, Condition, Condition | undefined, unknown]>([
  ['nothing is asked for', {}, undefined, { context: {} }],
  [
    'an address',
    { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
    undefined,
    { context: { 'aws:SourceIp': '10.0.0.0' } },
  ],
  [
    'an address that is not denied',
    { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.0/24'] } },
    { IpAddress: { 'aws:SourceIp': '10.0.0.0/9' } },
    { context: { 'aws:SourceIp': '192.0.2.0' } },
  ],
  [
    'a number between two',
    { NumericGreaterThan: { 'kms:ValidTo': '10' }, NumericLessThan: { 'kms:ValidTo': '12' } },
    undefined,
    { context: { 'kms:ValidTo': '11' } },
  ],
  [
    'a line that another contradicts',
    { StringEquals: { 'aws:userid': 'a' }, StringNotLike: { 'aws:userid': 'a*' } },
    undefined,
    'none',
  ],
  ['absent and present at once', { Null: { 'aws:x': 'true' }, StringEquals: { 'aws:x': 'a' } }, undefined, 'none'],
  ['a deny of everything', {}, {}, 'none'],
  ['a deny that an absent key spares', {}, { StringEquals: { 'aws:x': 'a' } }, { context: {} }],
  [
    'a deny of the absent key',
    {},
    { Null: { 'aws:x': 'true' } },
    { context: { 'aws:x': expect.any(String) as string } },
  ],
  [
    'a set with one value and without another',
    { 'ForAnyValue:StringEquals': { 'aws:t': 'a' }, 'ForAllValues:StringNotEquals': { 'aws:t': 'b' } },
    undefined,
    { context: { 'aws:t': ['a'] } },
  ],
  ['an operator that nobody knows', { StringSounds: { 'aws:x': 'a' } }, undefined, 'unknown'],
])('%s', (_, allow, deny, expected) => {
  expect(find(allow, deny)).toEqual(expected);
});

test('what is found is allowed, and where nothing is found no call of ten is', () => {
  fc.assert(
    fc.property(cases, fc.array(cases, { minLength: 10, maxLength: 10 }), ({ policies, request }, others) => {
      const isOpen = (key: string) => !key.startsWith('aws:principalarn');
      const found = findWitness(policies, { ...request, context: {}, isOpen }, 'allowed');
      if (found === 'unknown') return;
      const contexts = others.map(other => other.request.context);
      const verdictIn = (context: typeof request.context) => evaluate(policies, { ...request, context }).verdict;
      if (found === 'none') expect(contexts.map(verdictIn)).not.toContain('allowed');
      else expect(evaluate(policies, { ...request, context: found.context, isOpen }).verdict).not.toBe('denied');
    }),
    { numRuns: 1_000 },
  );
});
