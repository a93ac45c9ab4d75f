import { evaluate } from '../../../src/key-policy/evaluation/evaluate';
import { type Policies } from '../../../src/key-policy/evaluation/judge';
import { type Request } from '../../../src/key-policy/evaluation/request';
import { type PolicyDocument, type Statement } from '../../../src/key-policy/statement';
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

test.each<[string, Policies, Partial<Request>, string]>([
  [
    'a key policy that names the role is enough',
    { identity: [], resource: document(onKey()) },
    {},
    "allowed by 'OnKey'",
  ],
  [
    'an alias has no policy, so an identity policy is enough',
    { identity: [document(ofRole({ Action: 'kms:CreateAlias', Resource: '*' }))] },
    { action: 'kms:CreateAlias', resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/orders` },
    "allowed by 'OfRole'",
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
    "'OnKey' wants StringEquals kms:ViaService sqs, which is absent",
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

test.each<[string, Partial<Statement>, Partial<Request>, string, string]>([
  [
    'a key that the question leaves open',
    { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
    { isOpen: () => true },
    'depends',
    "'OnKey' allows it if IpAddress aws:SourceIp 10.0.0.0/8",
  ],
  [
    'an open key does not matter where another line fails',
    { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' }, Bool: { 'aws:SecureTransport': 'true' } } },
    { context: { 'aws:SecureTransport': 'false' }, isOpen: () => true },
    'denied',
    "'OnKey' wants Bool aws:SecureTransport true, got false",
  ],
  [
    'an operator that nobody knows',
    { Condition: { StringSounds: { 'aws:SourceIp': 'x' } } },
    { context: { 'aws:SourceIp': 'x' } },
    'depends',
    "'OnKey' allows it if StringSounds aws:SourceIp x, got x",
  ],
  [
    'a variable without a value',
    { Condition: { StringEquals: { 'aws:RequestTag/team': '${aws:PrincipalTag/team}' } } },
    { context: { 'aws:RequestTag/team': 'blue' } },
    'depends',
    "'OnKey' allows it if StringEquals aws:RequestTag/team ${aws:PrincipalTag/team}, got blue",
  ],
  [
    'control characters of a policy are written out',
    { Sid: 'A\u001b[2J', Condition: { StringEquals: { 'aws:SourceIp': '\u009b2J\u202e' } } },
    {},
    'denied',
    "'A\\u001b[2J' wants StringEquals aws:SourceIp \\u009b2J\\u202e, which is absent",
  ],
])('%s', (_, statement, request, verdict, reason) => {
  const decision = evaluate({ identity: [], resource: document(onKey(statement)) }, call(request));
  expect([decision.verdict, decision.reason]).toEqual([verdict, reason]);
});

test('an open deny keeps an allow from being sure', () => {
  const deny = onKey({ Sid: 'No', Effect: 'Deny', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } });
  const policies = { identity: [], resource: document(onKey(), deny) };
  expect(evaluate(policies, call({ isOpen: () => true })).reason).toBe(
    "'No' denies it if IpAddress aws:SourceIp 10.0.0.0/8",
  );
  expect(evaluate(policies, call({ context: { 'aws:SourceIp': '192.0.2.1' } })).verdict).toBe('allowed');
  expect(evaluate(policies, call({ context: { 'aws:SourceIp': '10.1.2.3' } })).verdict).toBe('denied');
});
