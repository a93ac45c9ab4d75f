import { KeyGround } from './key-ground';
import { KmsError } from '../../sandbox/kms/kms-server';
import { role } from '../support/key-policy-facts';
import { TickingClock } from '../support/ticking-clock';

let ground: KeyGround;

beforeEach(async () => {
  ground = await KeyGround.open();
});

afterEach(async () => ground.close());

test('waits for a role that KMS does not see yet', async () => {
  ground.unknown.add(role('OrdersApp'));
  const clock = new TickingClock(200_000);
  const sleep = clock.sleep.bind(clock);
  clock.sleep = async milliseconds => {
    await sleep(milliseconds);
    if (clock.slept > 20_000) ground.unknown.clear();
  };
  expect(await ground.ask('Create', ground.merging(), { clock })).toMatchObject({ status: 'SUCCESS' });
});

test('fails in time, and says why, if a role never appears', async () => {
  ground.unknown.add(role('OrdersApp'));
  const before = await ground.policy();
  const clock = new TickingClock(200_000);
  expect(await ground.ask('Create', ground.merging(), { clock })).toEqual({
    status: 'FAILED',
    physicalResourceId: ground.physicalId,
    reason:
      'MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.;' +
      ' every role the policy names must exist, and a deleted one shows as AROA…',
  });
  expect(clock.remaining()).toBeGreaterThan(0);
  expect(await ground.policy()).toEqual(before);
});

test.each(['ThrottlingException', 'KMSInternalException', 'DependencyTimeoutException'])(
  'tries again after %s',
  async code => {
    ground.kms.faults.failNext('PutKeyPolicy', new KmsError(code, 'in a moment'));
    expect(await ground.ask('Create', ground.merging())).toMatchObject({ status: 'SUCCESS' });
  },
);

test('reads again after a connection that broke once the policy was put', async () => {
  ground.kms.faults.failNext('PutKeyPolicy', 'connection lost after');
  expect(await ground.ask('Create', ground.merging())).toMatchObject({ status: 'SUCCESS' });
  expect(ground.putRequests()).toHaveLength(1);
});

test('lets the stack go where the key is gone', async () => {
  const gone = 'arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-1234-1234-123456789012';
  const physicalId = `${gone} Orders`;
  expect(await ground.ask('Delete', ground.merging({ KeyArn: gone }), { physicalId })).toMatchObject({
    status: 'SUCCESS',
  });
  expect(ground.reports).toEqual([{ event: 'key gone', error: 'NotFoundException' }]);
});

test.each(['LimitExceededException', 'MalformedPolicyDocumentException', 'ThrottlingException'])(
  'goes on taking the statements out after %s',
  async code => {
    const before = await ground.policy();
    await ground.ask('Create');
    for (let time = 0; time < 5; time++) ground.kms.faults.failNext('PutKeyPolicy', new KmsError(code, 'not now'));
    expect(await ground.ask('Delete')).toMatchObject({ status: 'SUCCESS' });
    expect(await ground.policy()).toEqual(before);
  },
);

test('never says that the statements are gone where they are not', async () => {
  await ground.ask('Create');
  ground.unknown.add('arn:aws:iam::111122223333:root');
  expect(await ground.ask('Delete')).toEqual({
    status: 'FAILED',
    physicalResourceId: ground.physicalId,
    reason:
      'MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.;' +
      ' every role the policy names must exist, and a deleted one shows as AROA…; the statements are still on the key:' +
      " delete the stack again, or keep 'OrdersKeyPolicy' with --retain-resources and take them out by hand",
  });
});

test('answers with the id that says whether something was put', async () => {
  ground.kms.faults.failNext('PutKeyPolicy', new KmsError('UnsupportedOperationException', 'no'));
  expect(await ground.ask('Create')).toMatchObject({ status: 'FAILED', physicalResourceId: ground.physicalId });
  ground.kms.faults.failNext('GetKeyPolicy', new KmsError('UnsupportedOperationException', 'no'));
  expect(await ground.ask('Create')).toMatchObject({ status: 'FAILED', physicalResourceId: 'nothing put' });
});
