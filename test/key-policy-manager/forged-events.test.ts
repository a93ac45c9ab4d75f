import { join } from 'node:path';
import fc from 'fast-check';
import { ExecutionEnvironment } from '../../sandbox/lambda/execution-environment';
import { planRemoval } from '../../src/key-policy/plan';
import { renderKeyPolicyStatements } from '../../src/key-policy/render/render';
import { samePolicy } from '../../src/key-policy/same';
import { type PolicyDocument } from '../../src/key-policy/statement';
import { type StackResource } from '../../src/key-policy-manager/confirm-request';
import { type DeployedPolicy } from '../../src/key-policy-manager/properties';
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

type Way = DeployedPolicy['Way'];
const policyFor = (Way: Way, consumer: string) =>
  deployedPolicy({ Way, SidPrefix: 'Orders', Statements: statementsFor(consumer) });
const VERSIONS = Object.fromEntries(
  (['merge', 'replace'] as const).map(way => [
    way,
    { LAST_MONTH: policyFor(way, 'Contractor'), BEFORE: policyFor(way, 'App'), NOW: policyFor(way, 'Shop') },
  ]),
) as Record<Way, Record<'LAST_MONTH' | 'BEFORE' | 'NOW', DeployedPolicy>>;
const EVIL = deployedPolicy({
  Way: 'replace',
  SidPrefix: 'Orders',
  Statements: [{ Sid: 'Orders BreakGlass', Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
  AcceptedRules: ['principal-everyone', 'admin-can-use', 'no-via-service', 'unbound-grant'],
});
const POLICIES = [...Object.values(VERSIONS).flatMap(each => Object.values(each)), EVIL];
const PHYSICAL_ID = `${KEY_ARN} Orders`;
const UNTOUCHED: PolicyDocument = { Version: '2012-10-17', Statement: [FOREIGN] };
const policyOf = ({ Way, Statements }: DeployedPolicy): PolicyDocument =>
  Way === 'merge'
    ? { ...UNTOUCHED, Statement: [FOREIGN, ...Statements] }
    : { Version: '2012-10-17', Id: 'Orders', Statement: Statements };
const removed = (policy: PolicyDocument) => planRemoval(policy, { sidPrefix: 'Orders', account: ACCOUNT });

/** What CloudFormation may be doing: what is on the key then, and what its own request makes of it. */
interface Doing {
  readonly resource?: StackResource;
  readonly before: PolicyDocument;
  readonly real: ResourceRequest;
  readonly after: PolicyDocument;
}

function everythingIn(way: Way): Record<string, Doing> {
  const { BEFORE, NOW } = VERSIONS[way];
  const [before, now] = [BEFORE, NOW].map(policyOf) as [PolicyDocument, PolicyDocument];
  const [update, remove] = [requestFor('Update', NOW, PHYSICAL_ID), requestFor('Delete', NOW, PHYSICAL_ID)];
  const idle = (status: string, real = update): Doing => ({
    resource: describedAs(status, NOW, PHYSICAL_ID),
    before: now,
    real,
    after: now,
  });
  return {
    'nothing, of a stack without it': { before: now, real: update, after: now },
    'nothing, after a creation': idle('CREATE_COMPLETE'),
    'nothing, after an update': idle('UPDATE_COMPLETE', remove),
    'nothing, after an update that failed': idle('UPDATE_FAILED'),
    'nothing, after a deletion that failed': idle('DELETE_FAILED', remove),
    'a creation': {
      resource: describedAs('CREATE_IN_PROGRESS', NOW),
      before: UNTOUCHED,
      real: requestFor('Create', NOW),
      after: now,
    },
    'an update': { ...idle('UPDATE_IN_PROGRESS'), before },
    'the way back': {
      resource: describedAs('UPDATE_IN_PROGRESS', BEFORE, PHYSICAL_ID),
      before: now,
      real: requestFor('Update', BEFORE, PHYSICAL_ID),
      after: before,
    },
    'a deletion': { ...idle('DELETE_IN_PROGRESS', remove), after: removed(now) },
  };
}

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
  ResourceProperties: [...POLICIES, { Statements: EVIL.Statements }, {}, null, 'text', undefined],
  OldResourceProperties: [...POLICIES, {}, undefined],
};
const forged = fc
  .record(Object.fromEntries(Object.entries(PARTS).map(([name, values]) => [name, fc.constantFrom(...values)])))
  .map(parts => ({ ...parts, KeyArn: KEY_ARN, Statements: EVIL.Statements, Way: 'replace', Earlier: 'packed' }));
const replayed = fc
  .record({
    type: fc.constantFrom('Create' as const, 'Update' as const, 'Delete' as const),
    policy: fc.constantFrom(...POLICIES),
    physicalId: fc.constantFrom(PHYSICAL_ID, `${OTHER_KEY} Orders`, undefined),
  })
  .map(({ type, policy, physicalId }) => requestFor(type, policy, physicalId));
const CASES = (['merge', 'replace'] as const).flatMap(way =>
  Object.entries(everythingIn(way)).map(([name, doing]) => [way, name, doing] as const),
);
const RUNS = Math.ceil(Number(process.env.FORGED_EVENTS ?? 300) / CASES.length);

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

/** Sends an event, and gives what is on the key then, and on one that the stack has nothing to do with. */
async function send(event: unknown, way: Way, { before, resource }: Doing): Promise<[PolicyDocument, PolicyDocument]> {
  const [key, other] = [new KeyDouble(before), new KeyDouble(policyOf(VERSIONS[way].LAST_MONTH))];
  endpoint.keys.set(KEY_ARN, key).set(OTHER_KEY, other);
  endpoint.resource = resource;
  await invoke(event);
  return [key.policy, other.policy];
}

describe.each(CASES)('in %s, while CloudFormation does %s', (way, _, doing) => {
  const lastMonth = policyOf(VERSIONS[way].LAST_MONTH);

  test('whatever event is sent, the policy is the one from before or the one that CloudFormation deploys', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(forged, replayed), async event => {
        const [policy, other] = await send(event, way, doing);

        expect([doing.before, doing.after].some(allowed => samePolicy(policy, allowed))).toBe(true);
        // on a key that the resource does not stand for, our own use may go, and nothing else changes
        expect([lastMonth, removed(lastMonth)].some(allowed => samePolicy(other, allowed))).toBe(true);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  test('what CloudFormation sends itself goes through', async () => {
    const [policy] = await send({ ...doing.real, ResponseURL: `${endpoint.url}/answer` }, way, doing);

    expect(samePolicy(policy, doing.after)).toBe(true);
    expect(endpoint.answers).toMatchObject([{ Status: /nothing/.test(_) ? 'FAILED' : 'SUCCESS' }]);
  });
});
