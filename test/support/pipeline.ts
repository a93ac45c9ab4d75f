import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SQSClient, type SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { TestClock } from '../../sandbox/clock/test-clock';
import { readAssembly } from '../../sandbox/cloudformation/assembly';
import { closeKey } from '../../sandbox/demo/closed-key';
import { addAdministrator, ADMINISTRATOR, CONSUMER } from '../../sandbox/demo/example';
import { makeKeyWithImportedMaterial } from '../../sandbox/demo/imported-key';
import { authorizeByPolicies } from '../../sandbox/iam/policy-authorizer';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox';
import { EncryptedQueueToTable, type EncryptedQueueToTableProps } from '../../src';

export interface PipelineOptions extends Omit<SandboxOptions, 'clock'> {
  /** Whether the key stays as KMS makes it: open to whatever IAM says. */
  readonly leavesKeyOpen?: boolean;
  readonly props?: Partial<EncryptedQueueToTableProps>;
  /** Adds to the stack what the construct is given, such as a topic. */
  readonly given?: (stack: Stack) => Partial<EncryptedQueueToTableProps>;
  /** How many milliseconds the key material lasts. @default for ever */
  readonly materialLasts?: number;
  /** Where the cloud assembly stays. @default it goes once it is deployed */
  readonly cdkOut?: string;
  /** What else the app does with the construct. */
  readonly more?: (construct: EncryptedQueueToTable) => void;
}

/** Synthesises the construct from its source for a key of the sandbox, and deploys it. */
export async function deployPipeline(
  sandbox: Sandbox,
  keyArn: string,
  options: PipelineOptions,
): Promise<Record<string, unknown>> {
  const outdir = options.cdkOut ?? (await mkdtemp(join(tmpdir(), 'cdk.out-')));
  try {
    synthesise(sandbox, keyArn, options, outdir);
    return await sandbox.deploy(readAssembly(outdir, sandbox)[0]);
  } finally {
    if (options.cdkOut === undefined) await rm(outdir, { recursive: true });
  }
}

function synthesise(sandbox: Sandbox, keyArn: string, { props, given, more }: PipelineOptions, outdir: string): void {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'OrdersStack', { env: { account: sandbox.account, region: sandbox.region } });
  const construct = new EncryptedQueueToTable(stack, 'Orders', {
    keyArn,
    adminRoleArns: [ADMINISTRATOR],
    consumerRoleArns: [CONSUMER],
    ...props,
    ...given?.(stack),
  });
  more?.(construct);
  new CfnOutput(stack, 'QueueUrl', { value: construct.queue.queueUrl });
  new CfnOutput(stack, 'DeadLetterQueueUrl', { value: construct.deadLetterQueue.queueUrl });
  new CfnOutput(stack, 'TableName', { value: construct.table.tableName });
  app.synth();
}

/** A deployed construct, as a test sees it; the deployed policies are enforced. */
export class Pipeline {
  public static async start(options: PipelineOptions = {}): Promise<Pipeline> {
    const clock = new TestClock();
    const sandbox = await startSandbox({ authorize: authorizeByPolicies, ...options, clock });
    addAdministrator(sandbox);
    const { materialLasts } = options;
    const validTo = materialLasts === undefined ? undefined : new Date(clock.now() + materialLasts);
    const keyArn = await makeKeyWithImportedMaterial(sandbox, ADMINISTRATOR, validTo);
    if (!options.leavesKeyOpen) await closeKey(sandbox, keyArn, ADMINISTRATOR);
    const pipeline = new Pipeline(sandbox, clock, keyArn);
    await pipeline.deploy(options);
    return pipeline;
  }

  public queueUrl = '';
  public deadLetterQueueUrl = '';
  public tableName = '';

  private readonly sqs: SQSClient;
  private readonly table: DynamoDBDocumentClient;

  private constructor(
    public readonly sandbox: Sandbox,
    public readonly clock: TestClock,
    public readonly keyArn: string,
  ) {
    this.sqs = new SQSClient(sandbox.clientOf(CONSUMER));
    this.table = DynamoDBDocumentClient.from(new DynamoDBClient(sandbox.clientOf(CONSUMER)));
  }

  /** Deploys the stack, or brings it up to date. */
  public async deploy(options: PipelineOptions): Promise<void> {
    const outputs = await deployPipeline(this.sandbox, this.keyArn, options);
    [this.queueUrl, this.deadLetterQueueUrl, this.tableName] = [
      outputs.QueueUrl,
      outputs.DeadLetterQueueUrl,
      outputs.TableName,
    ].map(String);
  }

  /** @throws if one of them can't be sent */
  public async send(messages: readonly Omit<SendMessageBatchRequestEntry, 'Id'>[]): Promise<string[]> {
    const ids: string[] = [];
    for (let start = 0; start < messages.length; start += 10) {
      const Entries = messages.slice(start, start + 10).map((message, index) => ({ Id: String(index), ...message }));
      const command = new SendMessageBatchCommand({ QueueUrl: this.queueUrl, Entries });
      const { Successful = [], Failed = [] } = await this.sqs.send(command);
      if (Failed.length > 0) throw new Error(`${Failed.length} messages were not sent: ${Failed[0].Message}`);
      ids.push(...Successful.map(({ MessageId }) => MessageId!));
    }
    return ids;
  }

  public async items(): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    const pages = paginateScan({ client: this.table }, { TableName: this.tableName });
    for await (const { Items = [] } of pages) items.push(...Items);
    return items;
  }

  /** How many messages a queue holds, in flight or not. */
  public depth(queueUrl: string): number {
    return this.idsIn(queueUrl).length;
  }

  /** The ids of the messages in a queue, those that came first at the beginning. */
  public idsIn(queueUrl: string): string[] {
    return this.sandbox.queues.require(queueUrl.split('/').at(-1)).all.map(({ id }) => id);
  }

  /** @throws if it does not hold within these seconds of the sandbox's clock */
  public async until(what: string, holds: () => boolean | Promise<boolean>, seconds = 3_600): Promise<void> {
    if (await this.clock.advanceUntil(holds, seconds * 1000)) return;
    const problems = [...this.sandbox.mappings.values()].map(({ problem }) => problem?.message ?? 'no problem');
    const state = [...problems, ...this.sandbox.logs.lines.slice(-5)].join('; ');
    throw new Error(`not within ${seconds} seconds: ${what} (${state})`);
  }

  public async close(): Promise<void> {
    await this.sandbox.close();
  }
}
