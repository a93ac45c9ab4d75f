import fc from 'fast-check';
import { evaluate, type Policies } from '../../../src/key-policy/evaluation/evaluate';
import { type Request } from '../../../src/key-policy/evaluation/request';
import { matchesWildcard } from '../../../src/key-policy/evaluation/wildcard';
import { type PolicyDocument, type Statement } from '../../../src/key-policy/statement';
import { simulate } from '../../support/iam-simulate';
import { ACCOUNT, KEY_ARN, QUEUE_ARN, role } from '../../support/key-policy-facts';

const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const document = (...statements: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement: statements });
const call = (changes: Partial<Request> = {}): Request => ({
  principal: role('App'),
  action: 'kms:Decrypt',
  resource: KEY_ARN,
  context: {},
  ...changes,
});
const onKey = (changes: Partial<Statement> = {}): Statement => ({
  Sid: 'OnKey',
  Effect: 'Allow',
  Principal: { AWS: role('App') },
  Action: 'kms:Decrypt',
  Resource: '*',
  ...changes,
});
const ofRole = (changes: Partial<Statement> = {}): Statement => ({
  Sid: 'OfRole',
  Effect: 'Allow',
  Action: 'kms:Decrypt',
  Resource: KEY_ARN,
  ...changes,
});

const outcome = ({ identity, resource }: Policies, request: Request) => {
  const { allowed, explicit } = evaluate({ identity, resource }, request);
  return allowed ? 'Allowed' : explicit ? 'ExplicitlyDenied' : 'ImplicitlyDenied';
};

test.each<[string, Policies, Partial<Request>, string]>([
  [
    'a key policy that names the role is enough',
    { identity: [], resource: document(onKey()) },
    {},
    "allowed by 'OnKey'",
  ],
  [
    'a session is its role',
    { identity: [], resource: document(onKey()) },
    { principal: `arn:aws:sts::${ACCOUNT}:assumed-role/App/me` },
    "allowed by 'OnKey'",
  ],
  [
    'an identity policy alone is not',
    { identity: [document(ofRole())], resource: document(onKey({ Principal: { AWS: role('Other') } })) },
    {},
    "'OfRole' is an identity policy, and the key policy leaves nothing to it",
  ],
  [
    'a key policy that names the account is half',
    { identity: [], resource: document(onKey({ Principal: { AWS: ROOT } })) },
    {},
    "'OnKey' leaves it to identity policies, and none allows kms:Decrypt",
  ],
  [
    'and an identity policy the other half',
    { identity: [document(ofRole())], resource: document(onKey({ Principal: { AWS: ROOT } })) },
    {},
    "allowed by 'OnKey' and 'OfRole'",
  ],
  [
    'the account by its number',
    { identity: [document(ofRole())], resource: document(onKey({ Principal: { AWS: ACCOUNT } })) },
    {},
    "allowed by 'OnKey' and 'OfRole'",
  ],
  [
    'the root user needs no other half',
    { identity: [], resource: document(onKey({ Principal: { AWS: ROOT } })) },
    { principal: ROOT },
    "allowed by 'OnKey'",
  ],
  [
    'a deny wins',
    { identity: [document(ofRole({ Effect: 'Deny' }))], resource: document(onKey()) },
    {},
    "denied by 'OfRole'",
  ],
  [
    'the unmet condition is named',
    { identity: [], resource: document(onKey({ Condition: { StringEquals: { 'kms:ViaService': 'sqs' } } })) },
    {},
    "'OnKey' wants StringEquals kms:ViaService",
  ],
  ['nothing at all', { identity: [], resource: document() }, {}, `nothing allows ${role('App')} to call kms:Decrypt`],
  [
    'an action on no resource of its own takes an identity policy alone',
    { identity: [document(ofRole({ Action: 'kms:CreateKey', Resource: '*' }))] },
    { action: 'kms:CreateKey', resource: '*' },
    "allowed by 'OfRole'",
  ],
  [
    'another account needs both',
    { identity: [], resource: document(onKey({ Principal: '*' })) },
    { principal: 'arn:aws:iam::444455556666:role/App' },
    'nothing allows arn:aws:iam::444455556666:role/App to call kms:Decrypt',
  ],
  [
    'outside KMS an identity policy is enough',
    { identity: [document(ofRole({ Action: 'sqs:*', Resource: QUEUE_ARN }))] },
    { action: 'sqs:SendMessage', resource: QUEUE_ARN },
    "allowed by 'OfRole'",
  ],
  [
    'a service is named as itself',
    { identity: [], resource: document(onKey({ Principal: { Service: 'sns.amazonaws.com' } })) },
    { principal: 'sns.amazonaws.com' },
    "allowed by 'OnKey'",
  ],
])('%s', (_, policies, request, reason) => {
  expect(evaluate(policies, call(request)).reason).toBe(reason);
});

test('takes an operator it does not know for the worse', () => {
  const Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
  expect(evaluate({ identity: [], resource: document(onKey({ Condition })) }, call()).allowed).toBe(false);
  expect(
    evaluate({ identity: [], resource: document(onKey(), onKey({ Sid: 'No', Effect: 'Deny', Condition })) }, call())
      .reason,
  ).toBe("denied by 'No'");
});

const operators = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIfExists',
  'StringNotEqualsIfExists',
];
const arnOperators = ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike', 'ArnEqualsIfExists'];
const condition = fc.option(
  fc.oneof(
    fc
      .record({
        operator: fc.constantFrom(...operators),
        value: fc.constantFrom(
          'sqs.eu-west-1.amazonaws.com',
          'sqs.*.amazonaws.com',
          'dynamodb.eu-west-1.amazonaws.com',
        ),
      })
      .map(({ operator, value }) => ({ [operator]: { 'kms:ViaService': value } })),
    fc
      .record({
        operator: fc.constantFrom(...arnOperators),
        value: fc.constantFrom(role('App'), role('Other'), `arn:aws:iam::${ACCOUNT}:role/*`, ROOT),
      })
      .map(({ operator, value }) => ({ [operator]: { 'aws:PrincipalArn': value } })),
    fc.constantFrom('true', 'false').map(value => ({ Null: { 'kms:EncryptionContext:aws:sqs:arn': value } })),
    fc
      .constantFrom(QUEUE_ARN, `${QUEUE_ARN}-other`)
      .map(value => ({ StringEquals: { 'kms:EncryptionContext:aws:sqs:arn': value } })),
    fc.constantFrom('true', 'false').map(value => ({ Bool: { 'kms:GrantIsForAWSResource': value } })),
  ),
  { nil: undefined },
);
const effect = fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Allow', 'Deny');
const action = fc.constantFrom('kms:Decrypt', 'kms:*', 'kms:CreateGrant', 'kms:Create*', 'kms:PutKeyPolicy');
const keyStatement = fc
  .record({
    Effect: effect,
    Principal: fc.constantFrom(
      { AWS: role('App') },
      { AWS: ROOT },
      { AWS: [role('Other'), role('App')] },
      { AWS: role('Other') },
    ),
    Action: action,
    Condition: condition,
  })
  .map(({ Condition, ...statement }): Statement => onKey({ ...statement, ...(Condition && { Condition }) }));
const identityStatement = fc
  .record({
    Effect: effect,
    Action: action,
    Resource: fc.constantFrom('*', KEY_ARN, `${KEY_ARN}-other`),
    Condition: condition,
  })
  .map(({ Condition, ...statement }): Statement => ofRole({ ...statement, ...(Condition && { Condition }) }));
const request = fc.record({
  principal: fc.constantFrom(role('App'), role('Other')),
  action: fc.constantFrom('kms:Decrypt', 'kms:CreateGrant'),
  context: fc.record(
    {
      'kms:ViaService': fc.constantFrom('sqs.eu-west-1.amazonaws.com', 'dynamodb.eu-west-1.amazonaws.com'),
      'kms:EncryptionContext:aws:sqs:arn': fc.constantFrom(QUEUE_ARN, `${QUEUE_ARN}-other`),
    },
    { requiredKeys: [] },
  ),
});

const ofCallers = fc.array(identityStatement, { maxLength: 3 });
const ofKeys = fc.array(keyStatement, { minLength: 1, maxLength: 4 });

test('decides as an independent simulator does, whatever the policies', async () => {
  await fc.assert(
    fc.asyncProperty(ofCallers, ofKeys, request, async (ofCaller, ofKey, asked) => {
      const policies = {
        identity: ofCaller.length > 0 ? [document(...ofCaller)] : [],
        resource: document(...ofKey.map((one, index) => ({ ...one, Sid: `S${index}` }))),
      };
      expect(outcome(policies, call(asked))).toBe(await simulate(policies, call(asked)));
    }),
    { numRuns: 300 },
  );
});

test('a pattern without wildcards fits itself alone, and a star fits all', () => {
  fc.assert(
    fc.property(
      fc.string().filter(text => !/[*?]/.test(text)),
      fc.string(),
      (text, other) => {
        expect(matchesWildcard(text, text)).toBe(true);
        expect(matchesWildcard(text, `${text}x${other}`)).toBe(false);
        expect(matchesWildcard(`${text}*`, text + other)).toBe(true);
      },
    ),
  );
});
