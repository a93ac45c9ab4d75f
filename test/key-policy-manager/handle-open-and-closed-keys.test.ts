import { KeyGround, STATEMENTS } from './key-ground';
import { renderAdmission } from '../../src/key-policy/admission';

let ground: KeyGround;

beforeEach(async () => {
  ground = await KeyGround.open();
});

afterEach(async () => ground.close());

describe('an open key', () => {
  const closed = { AcceptedDelegations: [] };
  const DELEGATION = "'Enable IAM User Permissions'";

  test('is refused, with what the user can do and whom it may concern', async () => {
    await ground.call('CreateAlias', { AliasName: 'alias/orders', TargetKeyId: ground.keyArn });
    const before = await ground.policy();
    const outcome = await ground.ask('Create', ground.merging(closed));
    expect(outcome).toEqual({
      status: 'FAILED',
      physicalResourceId: 'nothing put',
      reason:
        `PolicyRefused: the key is open: ${DELEGATION} leaves it to every IAM policy of the account. Choose KeyPolicyManagement.replace(), ` +
        `or merge({ removedDelegations: [${DELEGATION}] }), which cuts off whoever comes in through IAM, ` +
        `or merge({ acceptedDelegations: [${DELEGATION}] }), which leaves the key open. ` +
        'Aliases of the key: alias/orders; grants: none; last use: not known',
    });
    expect(await ground.policy()).toEqual(before);
    expect(
      await ground.ask('Delete', ground.merging(closed), { physicalId: outcome.physicalResourceId }),
    ).toMatchObject({
      status: 'SUCCESS',
    });
  });

  test('is closed where that is wanted: every other statement stays as it was', async () => {
    const { Statement } = await ground.policy();
    const foreign = STATEMENTS.slice(-1).map(statement => ({ ...statement, Sid: 'Somebody else' }));
    await ground.putByHand(...Statement, ...foreign);
    await ground.call('CreateAlias', { AliasName: 'alias/orders', TargetKeyId: ground.keyArn });
    const before = await ground.policy();
    const removing = ground.merging({ ...closed, RemovedDelegations: ['Enable IAM User Permissions'] });
    const { data, status } = await ground.ask('Create', removing);
    expect(status).toBe('SUCCESS');
    expect(await ground.policy()).toEqual({ ...before, Statement: [...foreign, ...STATEMENTS] });
    expect(data).toEqual({
      ReplacedPolicy: expect.stringMatching(/^sha256:[0-9a-f]{64}; Enable IAM User Permissions, Somebody else$/),
    });
    expect(ground.reports).toContainEqual(
      expect.objectContaining({
        event: 'statements of others removed',
        uses: 'Aliases of the key: alias/orders; grants: none; last use: not known',
      }),
    );
    expect(await ground.ask('Update', removing)).toMatchObject({ status: 'SUCCESS' });
  });

  test('is not refused by replace, which closes it', async () => {
    expect(await ground.ask('Create', ground.replacing(closed))).toMatchObject({ status: 'SUCCESS' });
  });
});

describe('a closed key', () => {
  test('takes the first deployment once it is admitted, and the next one after the stack is gone', async () => {
    const [administrators] = [
      STATEMENTS.slice(0, 2).map(statement => ({ ...statement, Sid: `Ours ${statement.Sid}` })),
    ];
    const admission = renderAdmission({ Version: '2012-10-17', Statement: STATEMENTS })!;
    await ground.putByHand(...administrators!, admission);
    for (const again of [1, 2]) {
      expect([again, (await ground.ask('Create')).status]).toEqual([again, 'SUCCESS']);
      expect((await ground.policy()).Statement).toEqual([...administrators!, ...STATEMENTS]);
      expect(await ground.ask('Delete')).toMatchObject({ status: 'SUCCESS' });
      expect((await ground.policy()).Statement).toEqual([...administrators!, admission]);
    }
  });
});
