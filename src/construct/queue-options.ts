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
   * Whether the queue is first-in-first-out: the messages of a group are then stored in their order.
   *
   * While a message can't be stored now, the messages behind it in its group wait. A message that can never be stored
   * goes to the dead-letter queue, and its group goes on without it. Changing this prop replaces both queues.
   *
   * The order is that of the writer's calls. A call of which no answer came may reach the table late, and a message
   * that could not be deleted is stored again. If messages of a group share a key, an older one can then be left in the
   * table. With the default key, the message id, no two share one.
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
   * How long the table or its key may be out of order before a message goes to the dead-letter queue, 60 to 1,209,600
   * seconds.
   *
   * A message that can't be stored now waits in the queue, longer each time, up to an hour. It is received often enough
   * to wait this long even in the worst case. Most messages can wait longer. A message that can never be stored does
   * not wait. The queue must keep messages longer than this; synthesis says by how much.
   *
   * @default - 24 hours, or a third of `retentionPeriod` if that is shorter
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
   */
  readonly outagePatience?: Duration;

  /**
   * The largest message the queue takes, its attributes included, 1,024 to 393,216 bytes.
   *
   * SQS could take 1 MiB, but DynamoDB stores no item over 400 KB. With this limit the sender learns at once that a
   * message is too large.
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
