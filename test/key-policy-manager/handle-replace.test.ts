import { KeyGround, STATEMENTS } from './key-ground';
import { KmsError } from '../../sandbox/kms/kms-server';
import { renderAdmission } from '../../src/key-policy/admission';
import { isAdministration } from '../../src/key-policy/ownership';
import { role } from '../support/key-policy-facts';

const ADMINISTRATION = STATEMENTS.filter(isAdministration);

let ground: KeyGround;

beforeEach(async () => {
  ground = await KeyGround.open();
});

afterEach(async () => ground.close());

describe('replace', () => {
  test('makes the policy ours, and has the one from before in the log alone', async () => {
    const before = await ground.policy();
    const { data } = await ground.ask('Create', ground.replacing());
    expect(await ground.policy()).toEqual({ Version: '2012-10-17', Id: 'Orders', Statement: STATEMENTS });
    const [logged] = ground.reports.filter(({ event }) => event === 'statements of others removed');
    expect(logged).toMatchObject({ sids: ['Enable IAM User Permissions'], before });
    expect(data).toEqual({ ReplacedPolicy: `sha256:${String(logged!.digest)}; Enable IAM User Permissions` });
    await ground.ask('Update', ground.replacing());
    expect(ground.reports.filter(({ event }) => event === 'statements of others removed')).toHaveLength(1);
  });

  test.each([
    ['when the stack is deleted', async () => ground.ask('Delete', ground.replacing())],
    [
      'also the second time',
      async () => ground.ask('Delete', ground.replacing()).then(async () => ground.ask('Delete', ground.replacing())),
    ],
  ])('keeps who decides over the key, and takes every use: %s', async (_, leave) => {
    await ground.ask('Create', ground.replacing());
    expect(await leave()).toMatchObject({ status: 'SUCCESS' });
    const admission = renderAdmission({ Version: '2012-10-17', Statement: STATEMENTS });
    expect((await ground.policy()).Statement).toEqual([...ADMINISTRATION, admission]);
    expect(ground.reports).toContainEqual(expect.objectContaining({ event: 'policy removed', admitted: true }));
  });

  test('gives way to merge without the policy from before', async () => {
    await ground.ask('Create', ground.replacing());
    await ground.ask('Update', ground.merging());
    expect(await ground.policy()).toEqual({ Version: '2012-10-17', Statement: STATEMENTS });
  });

  // a key without its material takes no grant
  beforeEach(async () => {
    await ground.takeKey({});
  });

  test('refuses a key with a grant that lets somebody in past the policy, unless it is accepted', async () => {
    const { GrantId } = (await ground.call('CreateGrant', {
      KeyId: ground.keyArn,
      GranteePrincipal: role('Backup'),
      Operations: ['Decrypt'],
    })) as { GrantId: string };
    const before = await ground.policy();
    expect(await ground.ask('Create', ground.replacing())).toMatchObject({
      status: 'FAILED',
      reason:
        `PolicyRefused: the key has grants that no policy takes back: ${GrantId} (${role('Backup')}: Decrypt); ` +
        'revoke them with aws kms revoke-grant, or name their ids in replace({ acceptedGrants: [...] })',
    });
    expect(await ground.policy()).toEqual(before);
    expect(await ground.ask('Create', ground.replacing({ AcceptedGrants: [GrantId] }))).toMatchObject({
      status: 'SUCCESS',
    });
    expect(await ground.ask('Create')).toMatchObject({ status: 'SUCCESS' });
  });

  test('with merge, a grant that lets somebody in past the policy stays, and the log says so', async () => {
    const grant = { KeyId: ground.keyArn, GranteePrincipal: role('Backup'), Operations: ['Decrypt'] };
    const { GrantId } = (await ground.call('CreateGrant', grant)) as { GrantId: string };

    expect(await ground.ask('Create', ground.merging())).toMatchObject({ status: 'SUCCESS' });

    expect(ground.reports).toContainEqual({
      event: 'grants past the policy',
      grants: [`${GrantId} (${role('Backup')}: Decrypt)`],
    });
  });

  test('with merge, a list of grants that KMS refuses does not keep the policy off the key', async () => {
    ground.kms.faults.failNext('ListGrants', new KmsError('AccessDeniedException', 'no'));

    expect(await ground.ask('Create', ground.merging())).toMatchObject({ status: 'SUCCESS' });
    expect(ground.reports).toContainEqual({ event: 'grants not known' });
  });

  test("takes DynamoDB's own grant for a table, and no other of its", async () => {
    const forTable = { EncryptionContextSubset: { 'aws:dynamodb:tableName': 'Orders' } };
    const grant = {
      KeyId: ground.keyArn,
      GranteePrincipal: 'dynamodb.eu-west-1.amazonaws.com',
      Operations: ['Decrypt'],
    };
    await ground.call('CreateGrant', { ...grant, Constraints: forTable });
    expect(await ground.ask('Create', ground.replacing())).toMatchObject({ status: 'SUCCESS' });
    await ground.call('CreateGrant', grant);
    expect(await ground.ask('Update', ground.replacing())).toMatchObject({ status: 'FAILED' });
  });
});
