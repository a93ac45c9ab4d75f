import type { Clock } from './clock/clock';
import { everyMinute } from './clock/every-minute';
import { realClock } from './clock/real-clock';
import type { StackArtifact } from './cloudformation/assembly';
import { bootstrap } from './cloudformation/bootstrap';
import { executionRoleArn, type Cloud } from './cloudformation/cloud';
import type { CloudFormationEvents } from './cloudformation/progress';
import type { RollbackOrder } from './cloudformation/rollback';
import type { Stack } from './cloudformation/stack';
import { Stacks } from './cloudformation/stacks';
import { validateTemplate } from './cloudformation/template';
import type { Put } from './dynamodb/puts';
import { randomFrom } from './faults/random';
import { ServiceFaults } from './faults/service-faults';
import { serveFronts } from './fronts/fronts';
import type { Authorize } from './iam/authorization';
import type { Credentials, Identity } from './iam/identities';
import { Roles } from './iam/roles';
import type { KmsServer } from './kms/kms-server';
import { Logs } from './lambda/logs';
import { sendThrough } from './monitoring/deliveries';
import { Monitoring, type Monitored } from './monitoring/monitoring';
import { AssetStore } from './s3/asset-store';
import { BucketNotifications } from './s3/bucket-notifications';
import { Buckets } from './s3/buckets';
import { ResponseUrls } from './s3/response-urls';
import { startServices, type Policies } from './services';
import type { PublishedMessage } from './sns/topics';
import type { Queues } from './sqs/queues';
import type { SqsService } from './sqs/service';

export interface SandboxOptions {
  /** @default 111122223333 */
  readonly account?: string;
  /** @default eu-west-1 */
  readonly region?: string;
  /** Decides each call, given what is deployed. @default everything is allowed */
  readonly authorize?: (policies: Policies) => Authorize;
  /** The time of everything in it. @default the clock of this machine */
  readonly clock?: Clock;
  /** How many messages of a queue may be in flight. @default 120000 */
  readonly inFlightQuota?: number;
  /**
   * Whether a receive that fails at KMS counts for the dead-letter queue: public reports say so, and AWS documents
   * neither.
   *
   * @default false
   */
  readonly countsFailedReceives?: boolean;
  /** What draws the calls that a fault is about, if it is about a share of them. @default 1 */
  readonly faultSeed?: number;
  readonly progress?: CloudFormationEvents;
  /** Whether `cdk bootstrap` has been there already. @default true */
  readonly bootstrapped?: boolean;
  /** @default dependents first */
  readonly rollbackOrder?: RollbackOrder;
  /** Told of each call that the sandbox does not know. */
  readonly unknownCall?: (call: string) => void;
  /** Told of each message that a topic took, such as that of an alarm. */
  readonly told?: (message: PublishedMessage) => void;
  /** Told who calls, with each request. */
  readonly watch?: (caller: Identity) => void;
  /** Told of each item that is put into a table, once it is there. */
  readonly watchPuts?: (put: Put) => void;
}

/** SQS, DynamoDB, KMS, Lambda and CloudFormation on this machine, all behind one endpoint. */
export interface Sandbox extends Cloud, Policies {
  readonly kms: KmsServer;
  readonly queues: Queues;
  readonly sqs: SqsService;
  /** What goes wrong in it. */
  readonly faults: ServiceFaults;
  /** What an SDK client of a principal is made with. */
  clientOf(
    principal: string,
    context?: Readonly<Record<string, string>>,
  ): { endpoint: string; region: string; credentials: Credentials };
  /** Creates or updates a stack; gives its outputs. */
  deploy(artifact: StackArtifact): Promise<Record<string, unknown>>;
  stack(name: string): Stack | undefined;
  destroy(name: string): Promise<void>;
  /** Ends every process and server. */
  close(): Promise<void>;
}

export async function startSandbox({ progress, ...options }: SandboxOptions = {}): Promise<Sandbox> {
  const place = {
    account: options.account ?? '111122223333',
    region: options.region ?? 'eu-west-1',
    clock: options.clock ?? realClock(),
  };
  const roles = new Roles(place.account);
  const functions: Cloud['functions'] = new Map();
  const faults = new ServiceFaults(arn => functions.get(arn)?.kill(), randomFrom(options.faultSeed ?? 1));
  let monitored: Monitored | undefined;
  const monitoring = new Monitoring({ ...place, told: options.told, monitored: () => monitored! });
  const {
    policies,
    kms,
    queues,
    serve,
    close: closeServices,
    ...services
  } = await startServices({ ...options, ...place, roles, faults, monitoring });
  const { authorize, checkTables, sqs } = services;
  const sendToQueue = sendThrough(sqs);
  monitored = { authorize, checkTables, keys: kms.keys, queues, sendToQueue };
  const stopMinutes = everyMinute(place.clock, monitoring.minute);
  const buckets = new Buckets();
  const assets = await AssetStore.open(buckets);
  const cloud: Cloud = {
    ...place,
    ...services,
    roles,
    progress,
    assets,
    monitoring,
    measure: monitoring.metrics.put,
    logs: new Logs(() => place.clock.now(), monitoring.sawLogLine),
    functions,
    mappings: new Map(),
    buckets,
    notifications: new BucketNotifications({ ...place, now: () => place.clock.now() }, sendToQueue),
    responses: new ResponseUrls(),
    stateMachines: new Map(),
    parameters: new Map(),
  };
  const stacks = new Stacks(cloud, options.rollbackOrder);
  if (options.bootstrapped ?? true) bootstrap(cloud);
  const deployer = executionRoleArn(cloud.account, cloud.region);
  serveFronts({ cloud, stacks, serve, unknownCall: options.unknownCall ?? (() => undefined) });

  const close = async (): Promise<void> => {
    stopMinutes();
    await Promise.all([...cloud.mappings.values()].map(async mapping => mapping.stop()));
    await Promise.all([...cloud.functions.values()].map(async target => target.stop()));
    await Promise.all([closeServices(), assets.close()]);
  };
  let closing: Promise<void> | undefined;
  return {
    ...policies,
    ...cloud,
    kms,
    queues,
    sqs,
    faults,
    clientOf: (principal, context) => {
      const credentials = cloud.identities.credentialsOf(principal, context);
      return { endpoint: cloud.endpoint, region: cloud.region, credentials };
    },
    deploy: async ({ name, template, assets: files }) => {
      validateTemplate(template);
      await assets.upload(files);
      const former = stacks.find(name);
      if (former?.isOnlyToBeDeleted) await stacks.delete(former, deployer);
      const stack = stacks.find(name) ?? stacks.add(name);
      await stacks.deploy(stack, { template, body: JSON.stringify(template), deployer });
      return { ...stack.outputs };
    },
    stack: name => stacks.find(name),
    destroy: async name => {
      const stack = stacks.find(name);
      if (stack !== undefined) await stacks.delete(stack, deployer);
    },
    close: async () => (closing ??= close()),
  };
}
