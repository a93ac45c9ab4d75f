import { spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import type { Account } from './integrate';

const ROOT = join(__dirname, '..', '..');
const CDK = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** The account of the environment's credentials, deployed into by the CDK CLI. */
export class CdkAccount implements Account {
  private readonly cloudFormation = new CloudFormationClient({});
  private readonly kms = new KMSClient({});

  /** @param app a cloud assembly */
  public constructor(private readonly app: string) {}

  public async deploy(...stacks: string[]): Promise<void> {
    await cdk('deploy', ...stacks, '--exclusively', '--require-approval=never', `--app=${this.app}`);
  }

  public async destroy(...stacks: string[]): Promise<void> {
    await cdk('destroy', ...stacks, '--exclusively', '--force', `--app=${this.app}`);
  }

  public async outputsOf(stack: string): Promise<Record<string, string>> {
    const { Outputs = [] } = (await this.describe(stack)) ?? {};
    return Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  }

  public async failedIn(stack: string): Promise<ReadonlyMap<string, string>> {
    const { StackEvents = [] } = await this.cloudFormation.send(new DescribeStackEventsCommand({ StackName: stack }));
    const failed = StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
    return new Map(failed.map(event => [event.LogicalResourceId!, event.ResourceStatusReason ?? '']));
  }

  public async readsKeyPolicy(KeyId: string): Promise<boolean> {
    return readsKeyPolicy(this.kms, KeyId);
  }

  public async remaining(...stacks: string[]): Promise<string[]> {
    const there = await Promise.all(stacks.map(async stack => ((await this.describe(stack)) ? [stack] : [])));
    return there.flat();
  }

  private async describe(StackName: string): Promise<Stack | undefined> {
    try {
      const { Stacks: [stack] = [] } = await this.cloudFormation.send(new DescribeStacksCommand({ StackName }));
      return stack;
    } catch (error) {
      if (/does not exist/.test((error as Error).message)) return undefined;
      throw error;
    }
  }
}

/** @throws if KMS answers something else than the policy or that the caller may not read it */
export async function readsKeyPolicy(kms: KMSClient, KeyId: string): Promise<boolean> {
  try {
    await kms.send(new GetKeyPolicyCommand({ KeyId }));
    return true;
  } catch (error) {
    if ((error as Error).name === 'AccessDeniedException') return false;
    throw error;
  }
}

/** Runs the CDK CLI. @throws if it does not end well; what it says is on the terminal */
export async function cdk(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [CDK, ...args, '--no-notices'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  if (code !== 0) throw new Error(`cdk ${args.slice(0, 3).join(' ')} ended with ${code}`);
}
