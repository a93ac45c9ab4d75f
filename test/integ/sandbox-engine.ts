import { KMSClient } from '@aws-sdk/client-kms';
import { readsKeyPolicy } from './cdk-account';
import type { Account } from './integrate';
import { DEVELOPER } from './sandbox-account';
import { readAssembly, type StackArtifact } from '../../sandbox/cloudformation/assembly';
import type { Sandbox } from '../../sandbox/sandbox';

/** The sandbox as its own deployer sees it, without the CDK CLI before it. */
export class SandboxEngine implements Account {
  private salt = 0;
  private readonly artifacts: readonly StackArtifact[];

  public constructor(
    private readonly sandbox: Sandbox,
    assembly: string,
  ) {
    this.artifacts = readAssembly(assembly, sandbox);
  }

  public async deploy(...stacks: string[]): Promise<void> {
    for (const name of stacks) await this.sandbox.deploy(this.artifacts.find(artifact => artifact.name === name)!);
  }

  /** Makes every assertion of a deployed stack again. */
  public async assertAgain(stack: string): Promise<void> {
    const { template, ...artifact } = this.artifacts.find(({ name }) => name === stack)!;
    const salted = JSON.stringify(template).replace(/("salt":")\d+"/g, (_, salt) => `${salt}${(this.salt += 1)}"`);
    await this.sandbox.deploy({ ...artifact, template: JSON.parse(salted) as typeof template });
  }

  public async destroy(...stacks: string[]): Promise<void> {
    for (const name of stacks) await this.sandbox.destroy(name);
  }

  public async outputsOf(stack: string): Promise<Record<string, string>> {
    const outputs = Object.entries(this.sandbox.stack(stack)?.outputs ?? {});
    return Object.fromEntries(outputs.map(([name, value]) => [name, String(value)]));
  }

  public async failedIn(stack: string): Promise<ReadonlyMap<string, string>> {
    const failed = this.sandbox.stack(stack)?.events.filter(({ status }) => status === 'CREATE_FAILED') ?? [];
    return new Map(failed.map(({ logicalId, reason = '' }) => [logicalId, reason]));
  }

  public async readsKeyPolicy(keyArn: string): Promise<boolean> {
    return readsKeyPolicy(new KMSClient(this.sandbox.clientOf(DEVELOPER)), keyArn);
  }

  public async remaining(...stacks: string[]): Promise<string[]> {
    return stacks.filter(name => this.sandbox.stack(name) !== undefined);
  }
}
