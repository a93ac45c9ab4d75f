import type { Duration, Size } from 'aws-cdk-lib';

/**
 * Options of the queue and its dead-letter queue.
 */
export interface QueueOptions {
  /**
   * Name of the queue, 1 to 71 letters, digits, hyphens and underscores, without the `.fifo` suffix.
   *
   * The dead-letter queue takes it with `-dlq` after it. Changing it replaces both queues: drain them first.
   *
   * @default - made from the stack name and the construct path
   */
  readonly queueName?: string;

  /**
   * First-in-first-out queue: messages of a group arrive in order and once.
   *
   * While a message can't be stored, those of its group behind it wait. The ones received in a batch with it are
   * received as often as it is, and reach the dead-letter queue with it; a `batchSize` of 1 spares them. Changing it
   * replaces both queues.
   *
   * @default false
   */
  readonly fifo?: boolean;

  /**
   * Time a message waits in the queue before SQS deletes it, 60 to 1,209,600 seconds.
   *
   * @default Duration.days(4)
   */
  readonly retentionPeriod?: Duration;

  /**
   * Time a message waits in the dead-letter queue, 60 to 1,209,600 seconds.
   *
   * The clock of a standard queue starts when the message was first sent, so keep it longer than the queue's own.
   *
   * @default Duration.days(14)
   */
  readonly deadLetterRetentionPeriod?: Duration;

  /**
   * Receives of a message before it moves to the dead-letter queue, 1 to 1,000.
   *
   * @default 5
   */
  readonly maxReceiveCount?: number;

  /**
   * Largest message the queue takes, attributes included, 1,024 to 393,216 bytes.
   *
   * SQS would take 1 MiB, DynamoDB stores no item over 400 KB: a message that could not be stored is refused at the
   * door.
   *
   * @default Size.kibibytes(384)
   */
  readonly maxMessageSize?: Size;

  /**
   * Time SQS reuses a data key before it calls KMS again, 60 to 86,400 seconds.
   *
   * Longer costs less; a role that lost the key keeps using the queue for that long.
   *
   * @default Duration.minutes(5)
   */
  readonly dataKeyReuse?: Duration;
}
