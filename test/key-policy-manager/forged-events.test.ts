import { join } from 'node:path';
import fc from 'fast-check';
import { ExecutionEnvironment } from '../../sandbox/lambda/execution-environment';
import { renderAdmission } from '../../src/key-policy/admission';
import { isPolicyManager } from '../../src/key-policy/ownership';
import { renderKeyPolicyStatements } from '../../src/key-policy/render/render';
import { samePolicy } from '../../src/key-policy/same';
import { type PolicyDocument } from '../../src/key-policy/statement';
import { type ResourceRequest } from '../../src/key-policy-manager/resource-request';
import { CloudFormationEndpoint } from '../support/cloudformation-endpoint';
import { KeyDouble } from '../support/key-double';
import { ACCOUNT, KEY_ARN, keyPolicyFacts, role } from '../support/key-policy-facts';
import { deployedPolicy, describedAs, LOGICAL_ID, requestFor, STACK_ID } from '../support/stack-double';

const BUNDLE = join(__dirname, '..', '..', 'assets', 'key-policy-manager', 'key-policy-manager.lambda');
const OTHER_KEY = KEY_ARN.replace('1234', '4321');
const statementsFor = (consumer: string) =>
  renderKeyPolicyStatements(keyPolicyFacts({ consumerRoleArns: [role(consumer)] }));
const FOREIGN = {
  Sid: 'Ours',
  Effect: 'Allow' as const,
  Principal: { AWS: role('Boss') },
  Action: 'kms:PutKeyPolicy',
  Resource: '*',
};

const BEFORE = deployedPolicy({ Way: 'merge', SidPrefix: 'Orders', Statements: statementsFor('App') });
const NOW = deployedPolicy({ Way: 'merge', SidPrefix: 'Orders', Statements: statementsFor('Shop') });
const LAST_MONTH = deployedPolicy({ Way: 'merge', SidPrefix: 'Orders', Statements: statementsFor('Contractor') });
const EVIL = deployedPolicy({
  Way: 'replace',
  SidPrefix: 'Orders',
  Statements: [{ Sid: 'Orders BreakGlass', Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
  AcceptedRules: ['principal-everyone', 'admin-can-use', 'no-via-service', 'unbound-grant'],
});
const PHYSICAL_ID = `${KEY_ARN} Orders`;
const policyOf = ({ Statements }: Pick<typeof NOW, 'Statements'>): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [FOREIGN, ...Statements],
});

/** Parts of real events, of old ones and of nonsense. */
const PARTS: Readonly<Record<keyof ResourceRequest, readonly unknown[]>> = {
  RequestType: ['Create', 'Update', 'Delete', 'Invoke', undefined, null, 5],
  StackId: [
    STACK_ID,
    STACK_ID,
    STACK_ID,
    `${STACK_ID}5`,
    `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/Mine/1`,
    undefined,
  ],
  LogicalResourceId: [LOGICAL_ID, LOGICAL_ID, LOGICAL_ID, 'Other', '', ['OrdersKeyPolicy'], undefined],
  PhysicalResourceId: [
    PHYSICAL_ID,
    PHYSICAL_ID,
    `${OTHER_KEY} Orders`,
    `${KEY_ARN} Bills`,
    'nothing put',
    {},
    undefined,
  ],
  ResourceType: ['Custom::KeyPolicy', 'Custom::EarlierKeyPolicy', undefined],
  RequestId: ['request', 'another', undefined],
  ResponseURL: ['https://example.com/', 'http://169.254.169.254/', 'file:///etc/passwd', '', undefined, 7],
  ResourceProperties: [BEFORE, NOW, LAST_MONTH, EVIL, { Statements: EVIL.Statements }, {}, null, 'text', undefined],
  OldResourceProperties: [BEFORE, EVIL, {}, undefined],
};
const forged = fc
  .record(Object.fromEntries(Object.entries(PARTS).map(([name, values]) => [name, fc.constantFrom(...values)])))
  .map(parts => ({ ...parts, KeyArn: KEY_ARN, Statements: EVIL.Statements, Way: 'replace', Earlier: 'packed' }));
const replayed = fc
  .record({
    type: fc.constantFrom('Create' as const, 'Update' as const, 'Delete' as const),
    policy: fc.constantFrom(BEFORE, NOW, LAST_MONTH, EVIL),
    physicalId: fc.constantFrom(PHYSICAL_ID, `${OTHER_KEY} Orders`, undefined),
  })
  .map(({ type, policy, physicalId }) => requestFor(type, policy, physicalId));
/** What CloudFormation is doing meanwhile: nothing, or this one resource. */
const doing = fc.constantFrom(
  describedAs('CREATE_COMPLETE', BEFORE, PHYSICAL_ID),
  describedAs('UPDATE_COMPLETE', NOW, PHYSICAL_ID),
  describedAs('UPDATE_FAILED', NOW, PHYSICAL_ID),
  describedAs('UPDATE_IN_PROGRESS', NOW, PHYSICAL_ID),
  describedAs('UPDATE_IN_PROGRESS', BEFORE, PHYSICAL_ID), // the way back
  undefined,
);

let endpoint: CloudFormationEndpoint;
let manager: ExecutionEnvironment;

/** Runs the built function as Lambda does, but for its waits, which end at once. */
const invoke = async (event: unknown): Promise<unknown> =>
  manager.invoke({ event, context: { awsRequestId: 'request' }, timeoutSeconds: 240 });

beforeAll(async () => {
  endpoint = await CloudFormationEndpoint.start();
  const environment = {
    PATH: process.env.PATH!,
    LAMBDA_TASK_ROOT: BUNDLE,
    _HANDLER: 'index.handler',
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    STACK_ID,
  };
  manager = new ExecutionEnvironment(environment, 256, 100_000, () => {});
});

afterAll(async () => {
  await manager.stop();
  await endpoint.close();
});

beforeEach(() => {
  endpoint.keys.clear();
  endpoint.answers.length = 0;
});

test('whatever event is sent, the policy is the one from before or the one that CloudFormation deploys', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.oneof(forged, replayed), doing, async (event, resource) => {
      const before = resource?.status === 'UPDATE_IN_PROGRESS' ? BEFORE : NOW;
      const [key, other] = [new KeyDouble(policyOf(before)), new KeyDouble(policyOf(LAST_MONTH))];
      endpoint.keys.set(KEY_ARN, key).set(OTHER_KEY, other);
      endpoint.resource = resource;
      await invoke(event);
      const deployed = resource?.metadata?.includes(NOW.Digest) ? NOW : BEFORE;
      const allowed = resource?.status === 'UPDATE_IN_PROGRESS' ? [before, deployed] : [before];
      expect(allowed.some(policy => samePolicy(key.policy, policyOf(policy)))).toBe(true);
      seen.add(`${resource?.status} ${samePolicy(key.policy, policyOf(before)) ? 'stayed' : 'deployed'}`);
      // on a key that the resource does not stand for, our own statements may go, and nothing else changes
      expect(other.policy.Statement.filter(({ Sid }) => Sid === FOREIGN.Sid)).toEqual([FOREIGN]);
      const ours = other.policy.Statement.filter(({ Sid }) => Sid !== FOREIGN.Sid);
      expect(ours.every(isPolicyManager) || samePolicy(other.policy, policyOf(LAST_MONTH))).toBe(true);
    }),
    { numRuns: Number(process.env.FORGED_EVENTS ?? 300), endOnFailure: true },
  );
  expect([...seen].sort()).toEqual([
    'CREATE_COMPLETE stayed',
    'UPDATE_COMPLETE stayed',
    'UPDATE_FAILED stayed',
    'UPDATE_IN_PROGRESS deployed',
    'UPDATE_IN_PROGRESS stayed',
    'undefined stayed',
  ]);
}, 600_000);

test('what CloudFormation really does goes through: create, update, the way back, delete', async () => {
  const key = new KeyDouble({ Version: '2012-10-17', Statement: [FOREIGN] });
  endpoint.keys.set(KEY_ARN, key);
  const ResponseURL = `${endpoint.url}/answer`;
  const steps = [
    ['Create', BEFORE, policyOf(BEFORE)],
    ['Update', NOW, policyOf(NOW)],
    ['Update', BEFORE, policyOf(BEFORE)],
    ['Delete', BEFORE, { Version: '2012-10-17', Statement: [FOREIGN, renderAdmission(policyOf(BEFORE))!] }],
  ] as const;
  for (const [type, policy, expected] of steps) {
    const physicalId = type === 'Create' ? undefined : PHYSICAL_ID;
    endpoint.resource = describedAs(`${type.toUpperCase()}_IN_PROGRESS`, policy, physicalId);
    await invoke({ ...requestFor(type, policy, physicalId), ResponseURL });
    expect(endpoint.answers.at(-1)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: PHYSICAL_ID });
    expect(samePolicy(key.policy, expected)).toBe(true);
  }
});
