import type { SQSRecord } from 'aws-lambda';
import { failedIn } from './batch-response';
import type { LambdaFunction } from './function';
import type { LambdaHost } from './lambda-host';
import { renderRecord } from './sqs-event';
import type { Identity } from '../iam/identities';

export interface MappingDefinition {
  readonly queueArn: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly reportsBatchItemFailures: boolean;
  readonly maximumConcurrency?: number;
  /** Whether it polls when it is made. @default true */
  readonly isEnabled?: boolean;
  /** The id under which its events are counted. @default they are not */
  readonly countedAs?: string;
}

/** A batch is cut before its event would outgrow the payload of an invocation. */
const PAYLOAD_BYTES = 6 * 1024 * 1024;
/** So many messages come with one call to SQS. */
const RECEIVE_AT_MOST = 10;
/** Lambda begins with five batches at a time. */
const CONCURRENT_BATCHES = 5;
const LONG_POLL_SECONDS = 20;
/** After a refused call, and twice as long after each further one; how Lambda does it is not documented: [U]. */
const FIRST_RETRY_MILLISECONDS = 250;
const LAST_RETRY_MILLISECONDS = 60_000;

/** Polls a queue as Lambda does, with the role of the function, and hands the function batches. */
export class EventSourceMapping {
  /** The last thing that kept it from polling, such as a missing permission. */
  public problem?: Error;
  private stopping = new AbortController();
  private readonly queueName: string;
  private polls: Promise<void>[] = [];
  private readonly leftOver: SQSRecord[] = [];
  /** How often it was disabled and not enabled again. */
  private disabled = 0;

  public constructor(
    public readonly definition: MappingDefinition,
    private readonly target: LambdaFunction,
    private readonly host: LambdaHost,
  ) {
    this.queueName = definition.queueArn.split(':').at(-1)!;
    if (definition.isEnabled ?? true) this.start();
    else this.disabled = 1;
  }

  /** Whether it polls. */
  public get isEnabled(): boolean {
    return this.disabled === 0;
  }

  /** Begins anew, as Lambda does now and then: what was received and not yet handed over comes again in time. */
  public restart(): void {
    this.disable();
    this.enable();
  }

  /** Ends polling; a batch that is being processed is finished. */
  public disable(): void {
    this.disabled += 1;
    this.stopping.abort();
    this.leftOver.length = 0;
  }

  public enable(): void {
    if (this.isEnabled) return;
    this.disabled -= 1;
    if (this.disabled === 0) this.start();
  }

  /** Ends polling, and waits for the batches that are being processed. */
  public async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.polls);
  }

  public get functionArn(): string {
    return this.target.arn;
  }

  private start(): void {
    const { maximumConcurrency = CONCURRENT_BATCHES } = this.definition;
    const { signal } = (this.stopping = new AbortController());
    const begun = Array.from({ length: Math.min(CONCURRENT_BATCHES, maximumConcurrency) }, async () =>
      this.host.clock.during(async () => this.poll(signal)),
    );
    this.polls.push(...begun);
  }

  private async poll(stopping: AbortSignal): Promise<void> {
    let retry = FIRST_RETRY_MILLISECONDS;
    while (!stopping.aborted) {
      try {
        const batch = await this.gather(stopping);
        if (stopping.aborted) return;
        if (batch.length > 0) await this.process(batch);
        this.problem = undefined;
        retry = FIRST_RETRY_MILLISECONDS;
      } catch (error) {
        if (stopping.aborted) return;
        this.problem = error as Error;
        await this.host.clock.sleep(retry, stopping);
        retry = Math.min(2 * retry, LAST_RETRY_MILLISECONDS);
      }
    }
  }

  /** Waits for a first message, and then for more until the batch is full or its window has passed. */
  private async gather(stopping: AbortSignal): Promise<SQSRecord[]> {
    const { batchSize, windowSeconds } = this.definition;
    const { clock } = this.host;
    const batch = this.leftOver.splice(0);
    if (batch.length === 0) batch.push(...(await this.receive(stopping, batchSize, LONG_POLL_SECONDS)));
    let size = sizeOf(batch);
    const deadline = clock.now() + windowSeconds * 1000;
    while (batch.length > 0 && batch.length < batchSize && size < PAYLOAD_BYTES && clock.now() < deadline) {
      const left = (deadline - clock.now()) / 1000;
      const more = await this.receive(stopping, batchSize - batch.length, Math.min(left, LONG_POLL_SECONDS));
      batch.push(...more);
      size += sizeOf(more);
    }
    while (batch.length > 1 && size > PAYLOAD_BYTES) {
      const last = batch.pop()!;
      this.leftOver.unshift(last);
      size -= sizeOf([last]);
    }
    return batch;
  }

  private async receive(stopping: AbortSignal, wanted: number, WaitTimeSeconds: number): Promise<SQSRecord[]> {
    const { Messages = [] } = await this.ask(
      'ReceiveMessage',
      {
        MaxNumberOfMessages: Math.min(wanted, RECEIVE_AT_MOST),
        WaitTimeSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      },
      stopping,
    );
    return (Messages as Parameters<typeof renderRecord>[0][]).map(message =>
      renderRecord(message, this.definition.queueArn),
    );
  }

  /** Deletes what the function processed; the rest becomes visible again when its time-out has passed. */
  private async process(batch: readonly SQSRecord[]): Promise<void> {
    this.count('PolledEventCount', batch.length);
    this.count('InvokedEventCount', batch.length);
    const outcome = await this.target.invoke({ Records: batch });
    if ('error' in outcome) return this.count('FailedInvokeEventCount', batch.length);
    const ids = batch.map(({ messageId }) => messageId);
    const failed = new Set(this.definition.reportsBatchItemFailures ? failedIn(outcome.result, ids) : []);
    const done = batch.filter(({ messageId }) => !failed.has(messageId));
    this.count('FailedInvokeEventCount', batch.length - done.length);
    for (let start = 0; start < done.length; start += RECEIVE_AT_MOST) {
      const Entries = done
        .slice(start, start + RECEIVE_AT_MOST)
        .map(({ messageId: Id, receiptHandle: ReceiptHandle }) => ({ Id, ReceiptHandle }));
      const { Failed = [] } = await this.ask('DeleteMessageBatch', { Entries });
      this.count('DeletedEventCount', Entries.length - Failed.length);
      if (Failed.length > 0) throw new Error(`${Failed.length} messages could not be deleted: ${Failed[0].Message}`);
    }
  }

  /** @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html#event-source-mapping-metrics */
  private count(name: string, value: number): void {
    const { countedAs } = this.definition;
    if (countedAs === undefined) return;
    const dimensions = { EventSourceMappingUUID: countedAs };
    this.host.measure({ namespace: 'AWS/Lambda', name, dimensions, values: [value], unit: 'Count' });
  }

  private async ask(
    operation: string,
    parameters: object,
    stopping?: AbortSignal,
  ): ReturnType<LambdaHost['sqs']['call']> {
    // the poller has the role, but not `lambda:SourceFunctionArn`: that only comes with calls of the function's code
    const poller: Identity = { principal: this.target.definition.roleArn, context: {} };
    const asked = { QueueUrl: `${this.host.endpoint}/${this.host.account}/${this.queueName}`, ...parameters };
    return this.host.sqs.call(poller, operation, asked, stopping);
  }
}

/** What the records take of the payload of an invocation. */
const sizeOf = (records: readonly SQSRecord[]): number =>
  records.reduce((sum, record) => sum + Buffer.byteLength(JSON.stringify(record)) + 1, 0);
