import { randomBytes } from 'node:crypto';
import { KmsError, type KmsServer, startKmsServer } from '../../sandbox/kms/kms-server';
import { renderKeyPolicyStatements } from '../../src/key-policy/render/render';
import { type PolicyDocument } from '../../src/key-policy/statement';
import { type Outcome, type ResourceRequest } from '../../src/key-policy-manager/cloudformation-answer';
import { handle } from '../../src/key-policy-manager/handle';
import { kmsClient, kmsKey } from '../../src/key-policy-manager/kms-key';
import { type KeyPolicyProperties } from '../../src/key-policy-manager/properties';
import { keyPolicyFacts, role } from '../support/key-policy-facts';
import { TickingClock } from '../support/ticking-clock';

const CALLER = { principal: role('OrdersPolicyManager'), context: {} };
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
const properties = (changes: Partial<KeyPolicyProperties> = {}): KeyPolicyProperties => ({
  KeyArn,
  Way: 'merge',
  SidPrefix: 'Orders',
  Statements: renderKeyPolicyStatements(keyPolicyFacts()),
  ...changes,
});

async function ask(
  RequestType: ResourceRequest['RequestType'],
  wanted: object,
  changes: Partial<ResourceRequest> = {},
  clock = new TickingClock(150_000),
): Promise<Outcome> {
  const client = kmsClient({
    endpoint: kms.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return handle(
    {
      RequestType,
      ResourceType: 'Custom::KeyPolicy',
      ResourceProperties: { ServiceToken: 'function', ...wanted },
      ResponseURL: 'https://example.com/answer',
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'KeyPolicy',
      PhysicalResourceId: RequestType === 'Create' ? undefined : `${KeyArn} Orders`,
      ...changes,
    },
    { keyOf: arn => kmsKey(client, arn), clock, report: (event, details) => reports.push({ event, ...details }) },
  );
}

test('puts our statements beside those that are there, and takes them out again', async () => {
  const before = await policy();
  expect(await ask('Create', properties())).toEqual({
    status: 'SUCCESS',
    physicalResourceId: `${KeyArn} Orders`,
    data: undefined,
  });
  expect(await policy()).toEqual({ ...before, Statement: [...before.Statement, ...properties().Statements] });
  expect(await ask('Delete', properties())).toEqual({
    status: 'SUCCESS',
    physicalResourceId: `${KeyArn} Orders`,
    data: undefined,
  });
  expect(await policy()).toEqual(before);
});

test('asks KMS for no way past its lockout check', async () => {
  await ask('Create', properties());
  expect(
    kms.requests.filter(({ action }) => action === 'PutKeyPolicy').map(({ input }) => Object.keys(input).sort()),
  ).toEqual([['KeyId', 'Policy', 'PolicyName']]);
});

test('puts nothing that is there already', async () => {
  await ask('Create', properties());
  await ask('Update', properties(), { OldResourceProperties: { ...properties() } });
  expect(kms.requests.filter(({ action }) => action === 'PutKeyPolicy')).toHaveLength(1);
});

test('waits for a role that KMS does not see yet', async () => {
  unknown.add(role('OrdersApp'));
  const clock = new TickingClock(150_000);
  const sleep = clock.sleep.bind(clock);
  clock.sleep = async milliseconds => {
    await sleep(milliseconds);
    if (clock.slept > 20_000) unknown.clear();
  };
  expect(await ask('Create', properties(), {}, clock)).toMatchObject({ status: 'SUCCESS' });
});

test('fails in time, and says why, if a role never appears', async () => {
  unknown.add(role('OrdersApp'));
  const before = await policy();
  const clock = new TickingClock(150_000);
  expect(await ask('Create', properties(), {}, clock)).toEqual({
    status: 'FAILED',
    physicalResourceId: `${KeyArn} Orders`,
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
    expect(await ask('Create', properties())).toMatchObject({ status: 'SUCCESS' });
  },
);

test('reads again after a connection that broke once the policy was put', async () => {
  kms.faults.failNext('PutKeyPolicy', 'connection lost after');
  expect(await ask('Create', properties())).toMatchObject({ status: 'SUCCESS' });
  expect(kms.requests.filter(({ action }) => action === 'PutKeyPolicy')).toHaveLength(1);
});

test.each([
  ['a key that is gone', { KeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-1234-1234-123456789012' }],
  ['properties that make no sense', { Statements: undefined }],
])('lets the stack go: %s', async (_, changes) => {
  expect(await ask('Delete', { ...properties(), ...changes })).toMatchObject({ status: 'SUCCESS' });
});

test('lets the stack go where KMS refuses, and reports it', async () => {
  await ask('Create', properties());
  unknown.add('arn:aws:iam::111122223333:root');
  expect(await ask('Delete', properties())).toMatchObject({ status: 'SUCCESS' });
  expect(reports).toContainEqual({
    event: 'failed',
    request: 'Delete',
    error: expect.stringContaining('invalid principals'),
  });
});

test('refuses statements with a grave mistake, and puts nothing', async () => {
  const Statements = renderKeyPolicyStatements(keyPolicyFacts({ consumerRoleArns: [role('KeyAdmin')] }));
  const before = await policy();
  const { status, reason } = await ask('Create', properties({ Statements }));
  expect(status).toBe('FAILED');
  expect(reason).toContain(
    `PolicyRefused: 'Orders ProducersThroughSqs' lets ${role('KeyAdmin')} call kms:Decrypt, and ${role('KeyAdmin')} may also put the policy; ` +
      'give administration and use to different roles (admin-can-use)',
  );
  expect(await policy()).toEqual(before);
  expect(await ask('Create', properties({ Statements, Accept: ['admin-can-use'] }))).toMatchObject({
    status: 'SUCCESS',
  });
});

test('refuses a policy that does not fit, with the size of each statement', async () => {
  const Statements = renderKeyPolicyStatements(
    keyPolicyFacts({
      consumerRoleArns: Array.from({ length: 300 }, (_, index) => role(`ARoleWithARatherLongName${index}`)),
    }),
  );
  const { status, reason } = await ask('Create', properties({ Statements }));
  expect(status).toBe('FAILED');
  expect(reason).toMatch(
    /^PolicyRefused: the policy takes \d+ of at most 32768 bytes: 'Orders ReadersThroughDynamoDb' \d+, 'Orders ProducersThroughSqs' \d+, /,
  );
});

test('refuses a key whose material AWS generated, where imported material is required', async () => {
  const { KeyMetadata } = (await kms.call(CALLER, 'CreateKey', {})) as unknown as { KeyMetadata: { Arn: string } };
  expect(await ask('Create', properties({ KeyArn: KeyMetadata.Arn, RequireImportedMaterial: 'true' }))).toMatchObject({
    status: 'FAILED',
    reason:
      "PolicyRefused: the key's material is of origin AWS_KMS, not EXTERNAL; create the key with origin EXTERNAL and import material (imported-material)",
  });
  expect(await ask('Create', properties({ RequireImportedMaterial: 'true' }))).toMatchObject({ status: 'SUCCESS' });
});

test('keeps the policy from before, and gives it back', async () => {
  const before = await policy();
  const { data } = await ask('Create', { KeyArn }, { ResourceType: 'Custom::EarlierKeyPolicy' });
  const replacing = properties({ Way: 'replace', Earlier: data!.Policy });
  await ask('Create', replacing);
  expect(await policy()).toEqual({ Version: '2012-10-17', Id: 'Orders', Statement: properties().Statements });
  await ask('Delete', replacing);
  expect(await policy()).toEqual(before);
});

test('never takes the policy that replaced it for the earlier one', async () => {
  const asked = await ask(
    'Update',
    { KeyArn },
    { ResourceType: 'Custom::EarlierKeyPolicy', OldResourceProperties: { ServiceToken: 'another', KeyArn } },
  );
  expect(asked).toMatchObject({
    status: 'FAILED',
    reason: 'InvalidRequest: the earlier policy was read when it was replaced, and is gone from the key',
  });
});

test('has nothing to do when the keeper of the earlier policy goes', async () => {
  expect(await ask('Delete', { KeyArn }, { ResourceType: 'Custom::EarlierKeyPolicy' })).toMatchObject({
    status: 'SUCCESS',
    physicalResourceId: `${KeyArn} Orders`,
  });
});

test('refuses to replace a policy that CloudFormation could not keep', async () => {
  const before = await policy();
  const Sid = randomBytes(6_000).toString('hex');
  await kms.call(CALLER, 'PutKeyPolicy', {
    KeyId: KeyArn,
    Policy: JSON.stringify({ ...before, Statement: [...before.Statement, { ...before.Statement[0], Sid }] }),
  });
  const { status, reason } = await ask('Create', { KeyArn }, { ResourceType: 'Custom::EarlierKeyPolicy' });
  expect(status).toBe('FAILED');
  expect(reason).toMatch(
    /the key's earlier policy takes \d+ characters, compressed, of at most 3000 that CloudFormation can keep: merge instead, or render and apply it/,
  );
});

test('keeps a policy of ten constructs', async () => {
  const Statement = Array.from({ length: 10 }, (_, index) =>
    renderKeyPolicyStatements(keyPolicyFacts({ sidPrefix: `Orders${index}`, tableName: `Orders${index}` })),
  )
    .flat()
    .slice(0, 80);
  await kms.call(CALLER, 'PutKeyPolicy', {
    KeyId: KeyArn,
    Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  expect(await ask('Create', { KeyArn }, { ResourceType: 'Custom::EarlierKeyPolicy' })).toMatchObject({
    status: 'SUCCESS',
  });
});

test('reports names and counts, never a document', async () => {
  await ask('Create', properties());
  expect(reports).toContainEqual({
    event: 'policy settled',
    way: 'merge',
    statements: properties().Statements.length,
    changed: true,
  });
  expect(JSON.stringify(reports)).not.toContain('"Effect"');
});
