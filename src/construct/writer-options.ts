import type { Duration, Size } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';

/**
 * Options of the function between queue and table.
 */
export interface WriterOptions {
  /**
   * Name of the writer function, 1 to 64 letters, digits, hyphens and underscores.
   *
   * @default - made from the stack name and the construct path
   */
  readonly functionName?: string;

  /**
   * Most messages the writer gets at once, 1 to 10,000, for a FIFO queue 1 to 10.
   *
   * Over 10 needs a `batchingWindow`.
   *
   * @default 10
   */
  readonly batchSize?: number;

  /**
   * Longest time Lambda gathers messages into a batch, 0 to 300 seconds. Not for a FIFO queue.
   *
   * @default Duration.seconds(0)
   */
  readonly batchingWindow?: Duration;

  /**
   * Most invocations of the writer at the same time, 2 to 1,000.
   *
   * @default - as many as Lambda scales to
   */
  readonly maxConcurrency?: number;

  /**
   * Time the writer has for a batch, 1 to 900 seconds.
   *
   * The queue hides a received message for six times as long, plus the `batchingWindow`.
   *
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;

  /**
   * Memory of the writer, and with it its share of a processor, 128 to 10,240 MiB.
   *
   * @default Size.mebibytes(512)
   */
  readonly memorySize?: Size;

  /**
   * Time the writer's log is kept. It holds ids, sizes, counts and error names, never a message body.
   *
   * @default RetentionDays.ONE_YEAR
   */
  readonly logRetention?: RetentionDays;
}
