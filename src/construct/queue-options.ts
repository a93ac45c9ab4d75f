import type { Duration, Size } from 'aws-cdk-lib';

/**
 * Options of the queue and its dead-letter queue.
 */
export interface QueueOptions {
  /**
   * Name of the queue, 1 to 71 letters, digits, hyphens and underscores, without the `.fifo` suffix.
   *
   * The dead-letter queue has the same name with `-dlq` after it. Changing the name replaces both queues: empty them
   * first.
   *
   * @default - made from the stack name and the construct path
   */
  readonly queueName?: string;

  /**
   * Whether the queue is first-in-first-out: messages of a group are then stored in order, and once.
   *
   * While a message can't be stored, the messages behind it in its group wait. Those in its batch are received as often
   * as it is, and go to the dead-letter queue with it; a `batchSize` of 1 avoids that. Changing this prop replaces both
   * queues.
   *
   * @default false
   */
  readonly fifo?: boolean;

  /**
   * How long a message waits in the queue before SQS deletes it, 60 to 1,209,600 seconds.
   *
   * @default Duration.days(4)
   */
  readonly retentionPeriod?: Duration;

  /**
   * How long a message waits in the dead-letter queue before SQS deletes it, 60 to 1,209,600 seconds.
   *
   * In a standard queue the time counts from when the message was first sent, so it must be no shorter than
   * `retentionPeriod`.
   *
   * @default Duration.days(14)
   */
  readonly deadLetterRetentionPeriod?: Duration;

  /**
   * How often a message is received before SQS moves it to the dead-letter queue, 1 to 1,000 times.
   *
   * @default 5
   */
  readonly maxReceiveCount?: number;

  /**
   * The largest message the queue takes, its attributes included, 1,024 to 393,216 bytes.
   *
   * SQS could take 1 MiB, but DynamoDB stores no item over 400 KB. So the sender learns at once that a message is too
   * large.
   *
   * @default Size.kibibytes(384)
   */
  readonly maxMessageSize?: Size;

  /**
   * How long SQS uses a data key before it calls KMS again, 60 to 86,400 seconds.
   *
   * A longer time costs less. A role that may no longer use the key can still use the queue for that long.
   *
   * @default Duration.minutes(5)
   */
  readonly dataKeyReuse?: Duration;
}
