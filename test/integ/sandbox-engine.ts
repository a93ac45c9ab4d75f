import { KMSClient } from '@aws-sdk/client-kms';
import { readsKeyPolicy } from './cdk-account';
import type { Account } from './integrate';
import { DEVELOPER } from './sandbox-account';
import { readAssembly, type StackArtifact } from '../../sandbox/cloudformation/assembly';
import type { Sandbox } from '../../sandbox/sandbox';
import { withOnly } from '../support/stacks-of-assembly';

/** The sandbox as its own deployer sees it, without the CDK CLI before it. */
export class SandboxEngine implements Account {
  private readonly artifacts: readonly StackArtifact[];
  /** How many events each stack had when it was deployed last. */
  private readonly eventsBefore = new Map<string, number>();

  public constructor(
    private readonly sandbox: Sandbox,
    assembly: string,
  ) {
    this.artifacts = readAssembly(assembly, sandbox);
  }

  public async deploy(...stacks: string[]): Promise<void> {
    for (const name of stacks) await this.bring(this.artifact(name));
  }

  /** Deploys what makes the assertions without the assertions; those that are there go. */
  public async deployWithoutAssertions(stack: string): Promise<void> {
    await this.bring(withOnly(this.artifact(stack), (_, type) => !type.startsWith('Custom::DeployAssert')));
  }

  public async destroy(...stacks: string[]): Promise<void> {
    for (const name of stacks) await this.sandbox.destroy(name);
  }

  public async outputsOf(stack: string): Promise<Record<string, string>> {
    const outputs = Object.entries(this.sandbox.stack(stack)?.outputs ?? {});
    return Object.fromEntries(outputs.map(([name, value]) => [name, String(value)]));
  }

  public async failedIn(stack: string): Promise<ReadonlyMap<string, string>> {
    const events = this.sandbox.stack(stack)?.events.slice(this.eventsBefore.get(stack)) ?? [];
    const failed = events.filter(({ status }) => status === 'CREATE_FAILED');
    return new Map(failed.map(({ logicalId, reason = '' }) => [logicalId, reason]));
  }

  public async readsKeyPolicy(keyArn: string): Promise<boolean> {
    return readsKeyPolicy(new KMSClient(this.sandbox.clientOf(DEVELOPER)), keyArn);
  }

  public async remaining(...stacks: string[]): Promise<string[]> {
    return stacks.filter(name => this.sandbox.stack(name) !== undefined);
  }

  private artifact(stack: string): StackArtifact {
    return this.artifacts.find(({ name }) => name === stack)!;
  }

  private async bring(artifact: StackArtifact): Promise<void> {
    this.eventsBefore.set(artifact.name, this.sandbox.stack(artifact.name)?.events.length ?? 0);
    await this.sandbox.deploy(artifact);
  }
}
