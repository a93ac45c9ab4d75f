import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/**
 * A queue whose messages become items of a table, of this app or of another one.
 */
export interface IEncryptedQueueToTable extends IConstruct {
  /** The name of the queue. */
  readonly queueName: string;

  /** The URL of the queue, which a sender needs. */
  readonly queueUrl: string;

  /** The ARN of the queue. */
  readonly queueArn: string;

  /** The URL of the dead-letter queue. */
  readonly deadLetterQueueUrl: string;

  /** The ARN of the dead-letter queue. */
  readonly deadLetterQueueArn: string;

  /** The name of the table, which a reader needs. */
  readonly tableName: string;

  /** The ARN of the table. */
  readonly tableArn: string;

  /**
   * Lets a role send messages to the queue.
   *
   * @param grantee a role, or what has one, such as a function
   */
  grantSendMessages(grantee: IGrantable): Grant;

  /**
   * Lets a role read the table.
   *
   * @param grantee a role, or what has one, such as a function
   */
  grantReadData(grantee: IGrantable): Grant;

  /**
   * Lets a role move dead letters back into the queue.
   *
   * @param grantee a role, or what has one, such as a function
   */
  grantRedrive(grantee: IGrantable): Grant;
}
