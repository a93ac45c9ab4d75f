import { KmsError, type KmsServer, startKmsServer } from '../../sandbox/kms/kms-server';
import { renderAdmission } from '../../src/key-policy/admission';
import { isAdministration } from '../../src/key-policy/ownership';
import { renderKeyPolicyStatements } from '../../src/key-policy/render/render';
import { type PolicyDocument, type Statement } from '../../src/key-policy/statement';
import { type ResourceOutcome } from '../../src/key-policy-manager/answer-cloudformation';
import { handle } from '../../src/key-policy-manager/handle';
import { kmsClient, kmsKey } from '../../src/key-policy-manager/kms-key';
import { keyPolicyFacts, role } from '../support/key-policy-facts';
import { deployedPolicy, describedAs, requestFor, STACK_ID, type Wanted } from '../support/stack-double';
import { TickingClock } from '../support/ticking-clock';

const MANAGER = role('OrdersPolicyManager');
const CALLER = { principal: MANAGER, context: {} };
const ROOT = 'arn:aws:iam::111122223333:root';
const STATEMENTS = renderKeyPolicyStatements(keyPolicyFacts());
const ADMINISTRATION = STATEMENTS.filter(isAdministration);
const unknown = new Set<string>();

let kms: KmsServer;
let KeyArn: string;
let reports: Array<Record<string, unknown>>;

beforeEach(async () => {
  unknown.clear();
  reports = [];
  kms = await startKmsServer({ principalExists: principal => !unknown.has(principal) });
  const { KeyMetadata } = (await kms.call(CALLER, 'CreateKey', { Origin: 'EXTERNAL' })) as unknown as {
    KeyMetadata: { Arn: string };
  };
  KeyArn = KeyMetadata.Arn;
});

afterEach(async () => kms.close());

const policy = async () =>
  JSON.parse(
    ((await kms.call(CALLER, 'GetKeyPolicy', { KeyId: KeyArn })) as { Policy: string }).Policy,
  ) as PolicyDocument;
const putByHand = async (...statements: readonly Statement[]) =>
  kms.call(CALLER, 'PutKeyPolicy', {
    KeyId: KeyArn,
    Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  });
const putRequests = () => kms.requests.filter(({ action }) => action === 'PutKeyPolicy');
const wanted = (changes: Partial<Wanted> = {}): Wanted => ({
  KeyArn,
  Way: 'merge',
  SidPrefix: 'Orders',
  Statements: STATEMENTS,
  ...changes,
});
const replacing = (changes: Partial<Wanted> = {}) => wanted({ Way: 'replace', ...changes });
const THERE = () => `${KeyArn} Orders`;

/** Has CloudFormation ask for it. */
async function ask(
  type: 'Create' | 'Update' | 'Delete',
  what: Wanted = wanted(),
  { clock = new TickingClock(200_000), physicalId = type === 'Create' ? undefined : THERE() } = {},
): Promise<ResourceOutcome> {
  const client = kmsClient({
    endpoint: kms.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const deployed = deployedPolicy(what);
  const described = describedAs(`${type.toUpperCase()}_IN_PROGRESS`, deployed, physicalId);
  return handle(requestFor(type, deployed, physicalId), {
    stack: { id: STACK_ID, resource: async () => described },
    keyOf: arn => kmsKey(client, arn),
    deadline: clock,
    report: (event, details) => reports.push({ event, ...details }),
  });
}

test('puts our statements beside those that are there, and takes them out again', async () => {
  const before = await policy();
  expect(await ask('Create')).toEqual({
    status: 'SUCCESS',
    physicalResourceId: THERE(),
    data: { ReplacedPolicy: 'nothing was removed by this deployment' },
  });
  expect(await policy()).toEqual({ ...before, Statement: [...before.Statement, ...STATEMENTS] });
  expect(await ask('Delete')).toEqual({ status: 'SUCCESS', physicalResourceId: THERE() });
  expect(await policy()).toEqual(before);
});

test('asks KMS for no way past its lockout check', async () => {
  await ask('Create');
  expect(putRequests().map(({ input }) => Object.keys(input).sort())).toEqual([['KeyId', 'Policy', 'PolicyName']]);
});

test('puts nothing that is there already', async () => {
  await ask('Create');
  await ask('Update');
  expect(putRequests()).toHaveLength(1);
});

describe('an open key', () => {
  const closed = { AcceptedDelegations: [] };
  const DELEGATION = "'Enable IAM User Permissions'";

  test('is refused, with what the user can do and whom it may concern', async () => {
    await kms.call(CALLER, 'CreateAlias', { AliasName: 'alias/orders', TargetKeyId: KeyArn });
    const before = await policy();
    const outcome = await ask('Create', wanted(closed));
    expect(outcome).toEqual({
      status: 'FAILED',
      physicalResourceId: 'nothing put',
      reason:
        `PolicyRefused: the key is open: ${DELEGATION} leaves it to every IAM policy of the account. Choose KeyPolicyManagement.replace(), ` +
        `or merge({ removedDelegations: [${DELEGATION}] }), which cuts off whoever comes in through IAM, ` +
        `or merge({ acceptedDelegations: [${DELEGATION}] }), which leaves the key open. ` +
        'Aliases of the key: alias/orders; grants: none; last use: not known',
    });
    expect(await policy()).toEqual(before);
    expect(await ask('Delete', wanted(closed), { physicalId: outcome.physicalResourceId })).toMatchObject({
      status: 'SUCCESS',
    });
  });

  test('is closed where that is wanted: every other statement stays as it was', async () => {
    const { Statement } = await policy();
    const foreign = STATEMENTS.slice(-1).map(statement => ({ ...statement, Sid: 'Somebody else' }));
    await putByHand(...Statement, ...foreign);
    const before = await policy();
    const removing = wanted({ ...closed, RemovedDelegations: ['Enable IAM User Permissions'] });
    const { data, status } = await ask('Create', removing);
    expect(status).toBe('SUCCESS');
    expect(await policy()).toEqual({ ...before, Statement: [...foreign, ...STATEMENTS] });
    expect(data).toEqual({
      ReplacedPolicy: expect.stringMatching(/^sha256:[0-9a-f]{64}; Enable IAM User Permissions, Somebody else$/),
    });
    expect(await ask('Update', removing)).toMatchObject({ status: 'SUCCESS' });
  });

  test('is not refused by replace, which closes it', async () => {
    expect(await ask('Create', replacing(closed))).toMatchObject({ status: 'SUCCESS' });
  });
});

describe('a closed key', () => {
  test('takes the first deployment once it is admitted, and the next one after the stack is gone', async () => {
    const [administrators] = [
      STATEMENTS.slice(0, 2).map(statement => ({ ...statement, Sid: `Ours ${statement.Sid}` })),
    ];
    const admission = renderAdmission({ Version: '2012-10-17', Statement: STATEMENTS })!;
    await putByHand(...administrators!, admission);
    for (const again of [1, 2]) {
      expect([again, (await ask('Create')).status]).toEqual([again, 'SUCCESS']);
      expect((await policy()).Statement).toEqual([...administrators!, ...STATEMENTS]);
      expect(await ask('Delete')).toMatchObject({ status: 'SUCCESS' });
      expect((await policy()).Statement).toEqual([...administrators!, admission]);
    }
  });
});

test('waits for a role that KMS does not see yet', async () => {
  unknown.add(role('OrdersApp'));
  const clock = new TickingClock(200_000);
  const sleep = clock.sleep.bind(clock);
  clock.sleep = async milliseconds => {
    await sleep(milliseconds);
    if (clock.slept > 20_000) unknown.clear();
  };
  expect(await ask('Create', wanted(), { clock })).toMatchObject({ status: 'SUCCESS' });
});

test('fails in time, and says why, if a role never appears', async () => {
  unknown.add(role('OrdersApp'));
  const before = await policy();
  const clock = new TickingClock(200_000);
  expect(await ask('Create', wanted(), { clock })).toEqual({
    status: 'FAILED',
    physicalResourceId: THERE(),
    reason:
      'MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.;' +
      ' every role the policy names must exist, and a deleted one shows as AROA…',
  });
  expect(clock.remaining()).toBeGreaterThan(0);
  expect(await policy()).toEqual(before);
});

test.each(['ThrottlingException', 'KMSInternalException', 'DependencyTimeoutException'])(
  'tries again after %s',
  async code => {
    kms.faults.failNext('PutKeyPolicy', new KmsError(code, 'in a moment'));
    expect(await ask('Create', wanted())).toMatchObject({ status: 'SUCCESS' });
  },
);

test('reads again after a connection that broke once the policy was put', async () => {
  kms.faults.failNext('PutKeyPolicy', 'connection lost after');
  expect(await ask('Create', wanted())).toMatchObject({ status: 'SUCCESS' });
  expect(putRequests()).toHaveLength(1);
});

test('lets the stack go where the key is gone', async () => {
  const gone = 'arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-1234-1234-123456789012';
  const physicalId = `${gone} Orders`;
  expect(await ask('Delete', wanted({ KeyArn: gone }), { physicalId })).toMatchObject({ status: 'SUCCESS' });
  expect(reports).toEqual([{ event: 'key gone', error: 'NotFoundException' }]);
});

test.each(['LimitExceededException', 'MalformedPolicyDocumentException', 'ThrottlingException'])(
  'goes on taking the statements out after %s',
  async code => {
    const before = await policy();
    await ask('Create');
    for (let time = 0; time < 5; time++) kms.faults.failNext('PutKeyPolicy', new KmsError(code, 'not now'));
    expect(await ask('Delete')).toMatchObject({ status: 'SUCCESS' });
    expect(await policy()).toEqual(before);
  },
);

test('never says that the statements are gone where they are not', async () => {
  await ask('Create');
  unknown.add(ROOT);
  expect(await ask('Delete')).toEqual({
    status: 'FAILED',
    physicalResourceId: THERE(),
    reason:
      'MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.;' +
      ' every role the policy names must exist, and a deleted one shows as AROA…; the statements are still on the key:' +
      " delete the stack again, or keep 'OrdersKeyPolicy' with --retain-resources and take them out by hand",
  });
});

test('refuses statements with a grave mistake, and puts nothing', async () => {
  const Statements = renderKeyPolicyStatements(keyPolicyFacts({ consumerRoleArns: [role('KeyAdmin')] }));
  const before = await policy();
  const { status, reason } = await ask('Create', wanted({ Statements }));
  expect(status).toBe('FAILED');
  expect(reason).toContain(
    `PolicyRefused: 'Orders ProducersThroughSqs' lets ${role('KeyAdmin')} call kms:Decrypt, and ${role('KeyAdmin')} may also put the policy; ` +
      'give administration and use to different roles (admin-can-use)',
  );
  expect(await policy()).toEqual(before);
  expect(await ask('Create', wanted({ Statements, AcceptedRules: ['admin-can-use'] }))).toMatchObject({
    status: 'SUCCESS',
  });
});

test('refuses a policy that does not fit, with the size of each statement', async () => {
  const Statements = renderKeyPolicyStatements(
    keyPolicyFacts({
      consumerRoleArns: Array.from({ length: 300 }, (_, index) => role(`ARoleWithARatherLongName${index}`)),
    }),
  );
  const { status, reason } = await ask('Create', wanted({ Statements }));
  expect(status).toBe('FAILED');
  expect(reason).toMatch(
    /^PolicyRefused: the policy takes \d+ of at most 32768 bytes: 'Orders ReadersThroughDynamoDb' \d+, 'Orders ProducersThroughSqs' \d+, /,
  );
});

test('refuses a key whose material AWS generated, where imported material is required', async () => {
  const { KeyMetadata } = (await kms.call(CALLER, 'CreateKey', {})) as unknown as { KeyMetadata: { Arn: string } };
  expect(await ask('Create', wanted({ KeyArn: KeyMetadata.Arn, RequireImportedMaterial: true }))).toMatchObject({
    status: 'FAILED',
    reason:
      "PolicyRefused: the key's material is of origin AWS_KMS, not EXTERNAL; create the key with origin EXTERNAL and import material (imported-material)",
  });
  expect(await ask('Create', wanted({ RequireImportedMaterial: true }))).toMatchObject({ status: 'SUCCESS' });
});

describe('replace', () => {
  test('makes the policy ours, and has the one from before in the log alone', async () => {
    const before = await policy();
    const { data } = await ask('Create', replacing());
    expect(await policy()).toEqual({ Version: '2012-10-17', Id: 'Orders', Statement: STATEMENTS });
    const [logged] = reports.filter(({ event }) => event === 'statements of others removed');
    expect(logged).toMatchObject({ sids: ['Enable IAM User Permissions'], before });
    expect(data).toEqual({ ReplacedPolicy: `sha256:${String(logged!.digest)}; Enable IAM User Permissions` });
    await ask('Update', replacing());
    expect(reports.filter(({ event }) => event === 'statements of others removed')).toHaveLength(1);
  });

  test.each([
    ['when the stack is deleted', async () => ask('Delete', replacing())],
    ['also the second time', async () => ask('Delete', replacing()).then(async () => ask('Delete', replacing()))],
  ])('keeps who decides over the key, and takes every use: %s', async (_, leave) => {
    await ask('Create', replacing());
    expect(await leave()).toMatchObject({ status: 'SUCCESS' });
    const admission = renderAdmission({ Version: '2012-10-17', Statement: STATEMENTS });
    expect((await policy()).Statement).toEqual([...ADMINISTRATION, admission]);
    expect(reports).toContainEqual(expect.objectContaining({ event: 'policy removed', admitted: true }));
  });

  test('gives way to merge without the policy from before', async () => {
    await ask('Create', replacing());
    await ask('Update', wanted());
    expect(await policy()).toEqual({ Version: '2012-10-17', Statement: STATEMENTS });
  });

  // a key without its material takes no grant
  beforeEach(async () => {
    const { KeyMetadata } = (await kms.call(CALLER, 'CreateKey', {})) as unknown as { KeyMetadata: { Arn: string } };
    KeyArn = KeyMetadata.Arn;
  });

  test('refuses a key with a grant that lets somebody in past the policy, unless it is accepted', async () => {
    const { GrantId } = (await kms.call(CALLER, 'CreateGrant', {
      KeyId: KeyArn,
      GranteePrincipal: role('Backup'),
      Operations: ['Decrypt'],
    })) as { GrantId: string };
    const before = await policy();
    expect(await ask('Create', replacing())).toMatchObject({
      status: 'FAILED',
      reason:
        `PolicyRefused: the key has grants that no policy takes back: ${GrantId} (${role('Backup')}: Decrypt); ` +
        'revoke them with aws kms revoke-grant, or name their ids in replace({ acceptedGrants: [...] })',
    });
    expect(await policy()).toEqual(before);
    expect(await ask('Create', replacing({ AcceptedGrants: [GrantId] }))).toMatchObject({ status: 'SUCCESS' });
    expect(await ask('Create')).toMatchObject({ status: 'SUCCESS' });
  });

  test("takes DynamoDB's own grant for a table, and no other of its", async () => {
    const forTable = { EncryptionContextSubset: { 'aws:dynamodb:tableName': 'Orders' } };
    const grant = { KeyId: KeyArn, GranteePrincipal: 'dynamodb.eu-west-1.amazonaws.com', Operations: ['Decrypt'] };
    await kms.call(CALLER, 'CreateGrant', { ...grant, Constraints: forTable });
    expect(await ask('Create', replacing())).toMatchObject({ status: 'SUCCESS' });
    await kms.call(CALLER, 'CreateGrant', grant);
    expect(await ask('Update', replacing())).toMatchObject({ status: 'FAILED' });
  });
});

test('answers with the id that says whether something was put', async () => {
  kms.faults.failNext('PutKeyPolicy', new KmsError('UnsupportedOperationException', 'no'));
  expect(await ask('Create')).toMatchObject({ status: 'FAILED', physicalResourceId: THERE() });
  kms.faults.failNext('GetKeyPolicy', new KmsError('UnsupportedOperationException', 'no'));
  expect(await ask('Create')).toMatchObject({ status: 'FAILED', physicalResourceId: 'nothing put' });
});
