import type { Clock } from './clock/clock';
import { startDynamoDbEmulator } from './dynamodb/emulator';
import type { Put } from './dynamodb/puts';
import { DynamoDbService } from './dynamodb/service';
import { TableKeys } from './dynamodb/table-keys';
import type { ServiceFaults } from './faults/service-faults';
import { ForwardAccess } from './gateway/forward-access';
import { startGateway, type Gateway } from './gateway/gateway';
import { forward } from './gateway/wire';
import { allowEverything, type Authorize } from './iam/authorization';
import { Identities, type Identity } from './iam/identities';
import type { Roles } from './iam/roles';
import { startKmsServer, type KmsServer } from './kms/kms-server';
import type { Monitoring } from './monitoring/monitoring';
import { QueueKeys } from './sqs/queue-keys';
import { Queues } from './sqs/queues';
import { SqsService } from './sqs/service';

/** Every policy document of the account, for whoever decides. */
export interface Policies {
  readonly roles: Roles;
  /** The policy on a queue, table or key, as JSON text. */
  resourcePolicyOf(arn: string): string | undefined;
}

export interface ServicesOptions {
  readonly account: string;
  readonly region: string;
  readonly roles: Roles;
  readonly clock: Clock;
  readonly authorize?: (policies: Policies) => Authorize;
  /** How many messages of a queue may be in flight. */
  readonly inFlightQuota?: number;
  /** Whether a receive that fails at KMS counts for the dead-letter queue. */
  readonly countsFailedReceives?: boolean;
  readonly faults: ServiceFaults;
  readonly monitoring: Pick<Monitoring, 'metrics' | 'sawKmsCall' | 'topics'>;
  readonly watch?: (caller: Identity) => void;
  readonly watchPuts?: (put: Put) => void;
  readonly unknownCall?: (call: string) => void;
}

/** What answers requests, all behind one endpoint. */
export interface Services {
  readonly endpoint: string;
  readonly identities: Identities;
  readonly kms: KmsServer;
  readonly sqs: SqsService;
  readonly queues: Queues;
  /** Takes note of the tables that DynamoDB can't decrypt now. */
  readonly checkTables: (now: number) => void;
  readonly policies: Policies;
  /** Decides each call by what is deployed. */
  readonly authorize: Authorize;
  /** Adds what answers requests that are signed for a service. */
  readonly serve: Gateway['serve'];
  close(): Promise<void>;
}

/** Starts SQS, DynamoDB and KMS. */
export async function startServices({
  account,
  region,
  roles,
  clock,
  faults,
  monitoring,
  ...options
}: ServicesOptions): Promise<Services> {
  const identities = new Identities({ principal: `arn:aws:iam::${account}:user/Unknown`, context: {} });
  const policies: Policies = {
    roles,
    resourcePolicyOf: arn =>
      queues.all.find(queue => queue.arn === arn)?.attributes.get('Policy') ??
      dynamoDb.settings.policies.get(arn.split(':table/')[1]) ??
      kms.keys.byArn(arn)?.policy ??
      monitoring.topics.policyOf(arn) ??
      roles.trustOf(arn) ??
      (arn.startsWith('arn:aws:s3:::') ? leftToIamOf(account) : undefined),
  };
  const decideBy = options.authorize ?? (() => allowEverything);
  const authorize = decideBy(policies);
  const now = (): Date => new Date(clock.now());

  const gateway = await startGateway(identities, clock, options.watch, options.unknownCall);
  const kms = await startKmsServer({
    account,
    identities,
    authorize,
    now,
    watch: monitoring.sawKmsCall,
    authorizeUnder: async (policy, call) => decideBy({ roles, resourcePolicyOf: () => policy })(call),
  });
  const queues = new Queues({ account, region, clock, inFlightQuota: options.inFlightQuota });
  const tables = await startDynamoDbEmulator(account, region);
  const queueKeys = new QueueKeys(new ForwardAccess('sqs', region, kms, faults), now);
  const tableKeys = new TableKeys(account, region, new ForwardAccess('dynamodb', region, kms, faults), now);
  const sqs = new SqsService({
    account,
    region,
    endpoint: gateway.endpoint,
    queues,
    authorize,
    keys: queueKeys,
    clock,
    faults,
    countsFailedReceives: options.countsFailedReceives,
  });
  const dynamoDb = new DynamoDbService({
    account,
    region,
    emulator: tables.endpoint,
    authorize,
    keys: tableKeys,
    faults,
    watchPuts: options.watchPuts,
    measure: monitoring.metrics.put,
    keyIsUsable: ({ name, keyArn }) =>
      kms.keys.byArn(keyArn)?.state === 'Enabled' &&
      kms.grants.allows(keyArn, `dynamodb.${region}.amazonaws.com`, 'Decrypt', tableKeys.contextOf(name)),
  });
  gateway.serve('sqs', sqs.answer);
  gateway.serve('dynamodb', dynamoDb.answer);
  gateway.serve('kms', async request => forward(kms.endpoint, request));
  return {
    endpoint: gateway.endpoint,
    identities,
    kms,
    sqs,
    queues,
    checkTables: time => dynamoDb.checkKeys(time),
    policies,
    authorize,
    serve: gateway.serve,
    close: async () => {
      await Promise.all([gateway, kms, tables].map(async part => part.close()));
    },
  };
}

/** The ARN of a bucket does not say whose it is, so its policy does: the account's, which leaves it to IAM. */
const leftToIamOf = (account: string): string =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 's3:*', Resource: '*' }] });
