import { KeyGround, STATEMENTS } from './key-ground';

let ground: KeyGround;

beforeEach(async () => {
  ground = await KeyGround.open();
});

afterEach(async () => ground.close());

test('puts our statements beside those that are there, and takes them out again', async () => {
  const before = await ground.policy();
  expect(await ground.ask('Create')).toEqual({
    status: 'SUCCESS',
    physicalResourceId: ground.physicalId,
    data: { ReplacedPolicy: 'nothing was removed by this deployment' },
  });
  expect(await ground.policy()).toEqual({ ...before, Statement: [...before.Statement, ...STATEMENTS] });
  expect(await ground.ask('Delete')).toEqual({ status: 'SUCCESS', physicalResourceId: ground.physicalId });
  expect(await ground.policy()).toEqual(before);
});

test('asks KMS for no way past its lockout check', async () => {
  await ground.ask('Create');
  expect(ground.putRequests().map(({ input }) => Object.keys(input).sort())).toEqual([
    ['KeyId', 'Policy', 'PolicyName'],
  ]);
});

test('puts nothing that is there already', async () => {
  await ground.ask('Create');
  await ground.ask('Update');
  expect(ground.putRequests()).toHaveLength(1);
});
