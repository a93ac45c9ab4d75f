import { run, simulate } from './iam-simulate';
import { ACCOUNT, KEY_ARN, keyPolicyFacts, QUEUE_ARN, role } from './key-policy-facts';
import { renderKeyPolicy } from '../../src/key-policy/render/render';

const policy = renderKeyPolicy(keyPolicyFacts());
const throughQueue = (queueArn: string) => ({
  principal: role('Shop'),
  action: 'kms:Decrypt',
  resource: KEY_ARN,
  context: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com', 'kms:EncryptionContext:aws:sqs:arn': queueArn },
});

test('the simulator by itself forgets an encryption context, and denies what should be allowed', async () => {
  const { principal, action, resource, context } = throughQueue(QUEUE_ARN);
  const { overallResult, ignored } = await run({
    identityPolicies: [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: policy,
    request: { action, principal, resource: { resource, accountId: ACCOUNT }, contextVariables: context },
  });
  expect([overallResult, ignored]).toEqual(['ImplicitlyDenied', ['kms:EncryptionContext:aws:sqs:arn']]);
});

test('the way round sees the encryption context: the queue decides', async () => {
  expect(await simulate({ identity: [], resource: policy }, throughQueue(QUEUE_ARN))).toBe('Allowed');
  expect(await simulate({ identity: [], resource: policy }, throughQueue(`${QUEUE_ARN}-other`))).toBe(
    'ImplicitlyDenied',
  );
});

test('fails on a context key that the simulator does not know for the action', async () => {
  const call = { ...throughQueue(QUEUE_ARN), context: { 'sqs:NoSuchKey': 'x' } };
  await expect(simulate({ identity: [], resource: policy }, call)).rejects.toThrow(
    'the simulator ignores sqs:NoSuchKey on kms:Decrypt',
  );
});

test('fails on an action that does not exist', async () => {
  await expect(
    simulate({ identity: [], resource: policy }, { ...throughQueue(QUEUE_ARN), action: 'kms:NoSuchAction' }),
  ).rejects.toThrow('the simulator cannot decide kms:NoSuchAction');
});
