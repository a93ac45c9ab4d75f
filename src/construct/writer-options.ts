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
   * How many messages the writer gets at once at most, 1 to 10,000; for a FIFO queue 1 to 10.
   *
   * More than 10 need a `maxBatchingWindow`.
   *
   * @default 10
   */
  readonly batchSize?: number;

  /**
   * How long Lambda waits at most to fill a batch, 0 to 300 seconds. Not for a FIFO queue.
   *
   * @default Duration.seconds(0)
   */
  readonly maxBatchingWindow?: Duration;

  /**
   * How many invocations of the writer may run at the same time, 2 to 1,000.
   *
   * @default - as many as Lambda scales to
   */
  readonly maxConcurrency?: number;

  /**
   * How long the writer may take for a batch, 1 to 900 seconds.
   *
   * The visibility timeout of the queue is six times as long, plus `maxBatchingWindow`.
   *
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;

  /**
   * The memory of the writer, 128 to 10,240 MiB. Lambda gives it processor time in proportion.
   *
   * @default Size.mebibytes(512)
   */
  readonly memorySize?: Size;

  /**
   * How long the logs of the functions are kept. They hold ids, sizes, counts and error names, never a message body.
   *
   * @default RetentionDays.ONE_YEAR
   */
  readonly logRetention?: RetentionDays;

  /**
   * How the names of the construct's roles begin, 1 to 20 letters, digits and characters of `+=,.@_-`.
   *
   * For an account in which a deployment may create only roles with certain names. Changing it replaces the roles.
   *
   * @default - nothing
   */
  readonly roleNamePrefix?: string;

  /**
   * The path of the construct's roles, such as `/application/`: it begins and ends with a slash.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
   * @default - `/`
   */
  readonly rolePath?: string;
}
