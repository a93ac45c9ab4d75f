import { randomUUID } from 'node:crypto';
import { AssetStore } from './asset-store';
import { allowEverything, type Authorize } from './authorization';
import { executionRoleArn, type Cloud } from './cloud';
import type { StackArtifact } from './cloudformation/assembly';
import type { CloudFormationEvents } from './cloudformation/progress';
import { Stack } from './cloudformation/stack';
import { startDynamoDbEmulator } from './dynamodb/emulator';
import { DynamoDbService } from './dynamodb/service';
import { TableKeys } from './dynamodb/table-keys';
import { ForwardAccess } from './gateway/forward-access';
import { startGateway } from './gateway/gateway';
import { forward } from './gateway/wire';
import { Identities, type Credentials, type Identity } from './identities';
import { startKmsServer, type KmsServer } from './kms/kms-server';
import { Logs } from './lambda/logs';
import { Roles } from './roles';
import { startSqsEmulator } from './sqs/emulator';
import { QueueKeys } from './sqs/queue-keys';
import { SqsService } from './sqs/service';

export interface SandboxOptions {
  /** @default 111122223333 */
  readonly account?: string;
  /** @default eu-west-1 */
  readonly region?: string;
  /** Decides each call, given what is deployed. @default everything is allowed */
  readonly authorize?: (sandbox: Policies) => Authorize;
  /** How many of the queues' and batching windows' seconds pass in one second. @default 1 */
  readonly haste?: number;
  /** The time by which data keys are cached and material expires. */
  readonly now?: () => Date;
  readonly progress?: CloudFormationEvents;
  /** Told who calls, with each request. */
  readonly watch?: (caller: Identity) => void;
}

/** Every policy document of the account, for whoever decides. */
export interface Policies {
  readonly roles: Roles;
  /** The policy on a queue, table or key, as JSON text. */
  resourcePolicyOf(arn: string): string | undefined;
}

/** SQS, DynamoDB, KMS, Lambda and CloudFormation on this machine, all behind one endpoint. */
export interface Sandbox extends Cloud, Policies {
  readonly kms: KmsServer;
  /** What an SDK client of a principal is made with. */
  clientOf(principal: string, context?: Readonly<Record<string, string>>): { endpoint: string; region: string; credentials: Credentials };
  /** Creates or updates a stack; gives its outputs. */
  deploy(artifact: StackArtifact): Promise<Record<string, unknown>>;
  stack(name: string): Stack | undefined;
  destroy(name: string): Promise<void>;
  /** Ends every process and server. */
  close(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { account = '111122223333', region = 'eu-west-1', haste = 1, now = () => new Date(), progress } = options;
  const identities = new Identities({ principal: `arn:aws:iam::${account}:user/Unknown`, context: {} });
  const roles = new Roles(account);
  roles.addAdministrator(executionRoleArn(account, region));
  const policies: Policies = {
    roles,
    resourcePolicyOf: (arn) => sqs.policies.get(arn) ?? tables.settings.policies.get(arn.split(':table/')[1]) ?? kms.keys.byArn(arn)?.policy,
  };
  const authorize = options.authorize?.(policies) ?? allowEverything;

  const gateway = await startGateway(identities, options.watch);
  const kms = await startKmsServer({
    account,
    identities,
    authorize,
    now,
    authorizeUnder: async (policy, call) => options.authorize?.({ roles, resourcePolicyOf: () => policy })(call) ?? { allowed: true },
  });
  const queues = await startSqsEmulator({ account, region, publicEndpoint: gateway.endpoint, haste });
  const database = await startDynamoDbEmulator(account, region);
  const stopping = new AbortController();
  const sqs = new SqsService({
    account, region, emulator: queues, authorize, stopping: stopping.signal, keys: new QueueKeys(new ForwardAccess('sqs', region, kms), now),
  });
  const tables = new DynamoDbService({
    account, region, emulator: database.endpoint, authorize, keys: new TableKeys(account, region, new ForwardAccess('dynamodb', region, kms), now),
  });
  gateway.serve('sqs', sqs.answer);
  gateway.serve('dynamodb', tables.answer);
  for (const service of ['kms', 'sts']) gateway.serve(service, async (request) => forward(kms.endpoint, request));

  const cloud: Cloud = {
    account,
    region,
    endpoint: gateway.endpoint,
    haste,
    identities,
    authorize,
    roles,
    progress,
    logs: new Logs(),
    functions: new Map(),
    mappings: new Map(),
  };
  const assets = await AssetStore.open();
  const stacks = new Map<string, Stack>();
  const exported = new Map<string, unknown>();
  const close = async (): Promise<void> => {
    stopping.abort();
    await Promise.all([...cloud.mappings.values()].map(async (mapping) => mapping.stop()));
    await Promise.all([...cloud.functions.values()].map(async (target) => target.stop()));
    await Promise.all([gateway, kms, queues, database, assets].map(async (part) => part.close()));
  };
  let closing: Promise<void> | undefined;
  return {
    ...policies,
    ...cloud,
    kms,
    clientOf: (principal, context) => ({ endpoint: gateway.endpoint, region, credentials: identities.credentialsOf(principal, context) }),
    deploy: async (artifact) => {
      const { name } = artifact;
      const id = `arn:aws:cloudformation:${region}:${account}:stack/${name}/${randomUUID()}`;
      const stack = stacks.get(name) ?? new Stack({ name, id, account, region }, cloud, exported);
      stacks.set(name, stack);
      return stack.deploy({ ...artifact, assets: await assets.upload(artifact.assets) });
    },
    stack: (name) => stacks.get(name),
    destroy: async (name) => {
      await stacks.get(name)?.destroy();
      stacks.delete(name);
    },
    close: async () => closing ??= close(),
  };
}
