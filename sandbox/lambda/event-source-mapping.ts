import { setTimeout as delay } from 'node:timers/promises';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { failedIn } from './batch-response';
import type { LambdaFunction } from './function';
import { renderRecord } from './sqs-event';
import type { Cloud } from '../cloud';

export interface MappingDefinition {
  readonly queueArn: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly reportsBatchItemFailures: boolean;
  readonly maximumConcurrency?: number;
}

/** A batch is cut before its event would outgrow the payload of an invocation. */
const PAYLOAD_BYTES = 6 * 1024 * 1024;
/** So many messages come with one call to SQS. */
const RECEIVE_AT_MOST = 10;
/** Lambda begins with five batches at a time. */
const CONCURRENT_BATCHES = 5;
const LONG_POLL_SECONDS = 20;
const RETRY_MILLISECONDS = 250;

/** Polls a queue as Lambda does, with the role of the function, and hands the function batches. */
export class EventSourceMapping {
  /** The last thing that kept it from polling, such as a missing permission. */
  public problem?: Error;
  private readonly stopping = new AbortController();
  private readonly client: SQSClient;
  private readonly queueUrl: string;
  private readonly polls: Promise<void>[];
  private readonly leftOver: SQSRecord[] = [];

  public constructor(
    public readonly definition: MappingDefinition,
    private readonly target: LambdaFunction,
    private readonly cloud: Cloud,
  ) {
    const [, , , region, account, name] = definition.queueArn.split(':');
    this.queueUrl = `${cloud.endpoint}/${account}/${name}`;
    // the poller has the role, but not `lambda:SourceFunctionArn`: that only comes with calls of the function's code
    const credentials = cloud.identities.credentialsOf(target.definition.roleArn);
    this.client = new SQSClient({ endpoint: cloud.endpoint, region, credentials, maxAttempts: 1 });
    const concurrency = Math.min(CONCURRENT_BATCHES, definition.maximumConcurrency ?? CONCURRENT_BATCHES);
    this.polls = Array.from({ length: concurrency }, async () => this.poll());
  }

  /** Ends polling, and waits for the batches that are being processed. */
  public async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.polls);
    this.client.destroy();
  }

  private async poll(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        const batch = await this.gather();
        if (batch.length > 0) await this.process(batch);
        this.problem = undefined;
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.problem = error as Error;
        await delay(RETRY_MILLISECONDS);
      }
    }
  }

  /** Waits for a first message, and then for more until the batch is full or its window has passed. */
  private async gather(): Promise<SQSRecord[]> {
    const { batchSize, windowSeconds } = this.definition;
    const batch = this.leftOver.splice(0);
    if (batch.length === 0) batch.push(...(await this.receive(batchSize, LONG_POLL_SECONDS)));
    const deadline = Date.now() + (windowSeconds * 1000) / this.cloud.haste;
    while (batch.length > 0 && batch.length < batchSize && Date.now() < deadline && sizeOf(batch) < PAYLOAD_BYTES) {
      const more = await this.receive(batchSize - batch.length, 0);
      if (more.length === 0) await delay(RETRY_MILLISECONDS / 10);
      batch.push(...more);
    }
    while (batch.length > 1 && sizeOf(batch) > PAYLOAD_BYTES) this.leftOver.unshift(batch.pop()!);
    return batch;
  }

  private async receive(wanted: number, waitSeconds: number): Promise<SQSRecord[]> {
    const { Messages = [] } = await this.client.send(
      new ReceiveMessageCommand({
        QueueUrl: this.queueUrl,
        MaxNumberOfMessages: Math.min(wanted, RECEIVE_AT_MOST),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
      { abortSignal: this.stopping.signal },
    );
    return Messages.map(message => renderRecord(message, this.definition.queueArn));
  }

  /** Deletes what the function processed; the rest becomes visible again when its time-out has passed. */
  private async process(batch: readonly SQSRecord[]): Promise<void> {
    const outcome = await this.target.invoke({ Records: batch });
    if ('error' in outcome) return;
    const failed = this.definition.reportsBatchItemFailures
      ? failedIn(
          outcome.result,
          batch.map(({ messageId }) => messageId),
        )
      : [];
    const done = batch.filter(({ messageId }) => !failed.includes(messageId));
    for (let start = 0; start < done.length; start += RECEIVE_AT_MOST) {
      const Entries = done
        .slice(start, start + RECEIVE_AT_MOST)
        .map(({ messageId: Id, receiptHandle: ReceiptHandle }) => ({ Id, ReceiptHandle }));
      const { Failed = [] } = await this.client.send(
        new DeleteMessageBatchCommand({ QueueUrl: this.queueUrl, Entries }),
      );
      if (Failed.length > 0) throw new Error(`${Failed.length} messages could not be deleted: ${Failed[0].Message}`);
    }
  }
}

const sizeOf = (batch: readonly SQSRecord[]): number => Buffer.byteLength(JSON.stringify({ Records: batch }));
