import { randomUUID } from 'node:crypto';
import { executionRoleArn, type Cloud } from './cloud';
import type { StackArtifact } from './cloudformation/assembly';
import { AssetStore } from './cloudformation/asset-store';
import type { CloudFormationEvents } from './cloudformation/progress';
import { Stack } from './cloudformation/stack';
import type { Authorize } from './iam/authorization';
import type { Credentials, Identity } from './iam/identities';
import { Roles } from './iam/roles';
import type { KmsServer } from './kms/kms-server';
import { Logs } from './lambda/logs';
import { startServices, type Policies } from './services';

export interface SandboxOptions {
  /** @default 111122223333 */
  readonly account?: string;
  /** @default eu-west-1 */
  readonly region?: string;
  /** Decides each call, given what is deployed. @default everything is allowed */
  readonly authorize?: (policies: Policies) => Authorize;
  /** How many of the queues' and batching windows' seconds pass in one second. @default 1 */
  readonly haste?: number;
  /** The time by which data keys are cached and material expires. */
  readonly now?: () => Date;
  readonly progress?: CloudFormationEvents;
  /** Told who calls, with each request. */
  readonly watch?: (caller: Identity) => void;
}

/** SQS, DynamoDB, KMS, Lambda and CloudFormation on this machine, all behind one endpoint. */
export interface Sandbox extends Cloud, Policies {
  readonly kms: KmsServer;
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
    haste: options.haste ?? 1,
  };
  const roles = new Roles(place.account);
  roles.addAdministrator(executionRoleArn(place.account, place.region));
  const { policies, kms, close: closeServices, ...services } = await startServices({ ...options, ...place, roles });
  const cloud: Cloud = {
    ...place,
    ...services,
    roles,
    progress,
    logs: new Logs(),
    functions: new Map(),
    mappings: new Map(),
  };
  const assets = await AssetStore.open();
  const stacks = new Map<string, Stack>();
  const exported = new Map<string, unknown>();

  const stackOf = (name: string): Stack => {
    const id = `arn:aws:cloudformation:${cloud.region}:${cloud.account}:stack/${name}/${randomUUID()}`;
    return stacks.get(name) ?? new Stack({ name, id, account: cloud.account, region: cloud.region }, cloud, exported);
  };
  const close = async (): Promise<void> => {
    await Promise.all([...cloud.mappings.values()].map(async mapping => mapping.stop()));
    await Promise.all([...cloud.functions.values()].map(async target => target.stop()));
    await Promise.all([closeServices(), assets.close()]);
  };
  let closing: Promise<void> | undefined;
  return {
    ...policies,
    ...cloud,
    kms,
    clientOf: (principal, context) => {
      const credentials = cloud.identities.credentialsOf(principal, context);
      return { endpoint: cloud.endpoint, region: cloud.region, credentials };
    },
    deploy: async artifact => {
      const stack = stackOf(artifact.name);
      stacks.set(artifact.name, stack);
      return stack.deploy({ ...artifact, assets: await assets.upload(artifact.assets) });
    },
    stack: name => stacks.get(name),
    destroy: async name => {
      await stacks.get(name)?.destroy();
      stacks.delete(name);
    },
    close: async () => (closing ??= close()),
  };
}
