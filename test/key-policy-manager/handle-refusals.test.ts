import { KeyGround } from './key-ground';
import { renderKeyPolicyStatements } from '../../src/key-policy/render/render';
import { type Statement } from '../../src/key-policy/statement';
import { keyPolicyFacts, role } from '../support/key-policy-facts';

let ground: KeyGround;

beforeEach(async () => {
  ground = await KeyGround.open();
});

afterEach(async () => ground.close());

test('refuses statements with a grave mistake, and puts nothing', async () => {
  const Statements = renderKeyPolicyStatements(keyPolicyFacts({ consumerRoleArns: [role('KeyAdmin')] }));
  const before = await ground.policy();
  const { status, reason } = await ground.ask('Create', ground.merging({ Statements }));
  expect(status).toBe('FAILED');
  expect(reason).toContain(
    `PolicyRefused: 'Orders ProducersThroughSqs' lets ${role('KeyAdmin')} call kms:Decrypt, and ${role('KeyAdmin')} may also put the policy; ` +
      'give administration and use to different roles (admin-can-use)',
  );
  expect(await ground.policy()).toEqual(before);
  expect(await ground.ask('Create', ground.merging({ Statements, AcceptedRules: ['admin-can-use'] }))).toMatchObject({
    status: 'SUCCESS',
  });
});

test.each([
  role('KeyAdmin'),
  role('KeyAdmin').replace('iam', 'sts').replace('role/KeyAdmin', 'assumed-role/KeyAdmin/session'),
])('refuses a key on which a statement of others lets an administrator use it, unless accepted: %s', async admin => {
  const use = (principal: string): Statement => ({
    Sid: 'Allow use of the key',
    Effect: 'Allow',
    Principal: { AWS: [principal] },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
  });
  const delegation = (await ground.policy()).Statement;
  await ground.putByHand(...delegation, use(admin));

  expect(await ground.ask('Create')).toMatchObject({
    status: 'FAILED',
    reason:
      `PolicyRefused: 'Allow use of the key' lets ${admin} call kms:Decrypt, and ${admin} may also put the policy; ` +
      'give administration and use to different roles (admin-can-use)',
  });
  expect(await ground.ask('Create', ground.merging({ AcceptedRules: ['admin-can-use'] }))).toMatchObject({
    status: 'SUCCESS',
  });
  await ground.putByHand(...delegation, use(role('SomebodyElse')));
  expect(await ground.ask('Create')).toMatchObject({ status: 'SUCCESS' });
});

test('refuses a policy that does not fit, with the size of each statement', async () => {
  const Statements = renderKeyPolicyStatements(
    keyPolicyFacts({
      consumerRoleArns: Array.from({ length: 300 }, (_, index) => role(`ARoleWithARatherLongName${index}`)),
    }),
  );
  const { status, reason } = await ground.ask('Create', ground.merging({ Statements }));
  expect(status).toBe('FAILED');
  expect(reason).toMatch(
    /^PolicyRefused: the policy takes \d+ of at most 32768 bytes: 'Orders ReadersThroughDynamoDb' \d+, 'Orders ProducersThroughSqs' \d+, /,
  );
});

test('refuses a key whose material AWS generated, where imported material is required', async () => {
  const imported = ground.keyArn;
  await ground.takeKey({});
  expect(await ground.ask('Create', ground.merging({ RequireImportedMaterial: true }))).toMatchObject({
    status: 'FAILED',
    reason:
      "PolicyRefused: the key's material is of origin AWS_KMS, not EXTERNAL; create the key with origin EXTERNAL and import material (imported-material)",
  });
  ground.keyArn = imported;
  expect(await ground.ask('Create', ground.merging({ RequireImportedMaterial: true }))).toMatchObject({
    status: 'SUCCESS',
  });
});
