import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
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

  /** The name of the writer function. */
  readonly functionName: string;

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

  /**
   * A metric of the writer.
   *
   * @param metricName such as `Stored`; there is a method for each
   * @param props such as the period, which is five minutes by default
   */
  metric(metricName: string, props?: MetricOptions): Metric;

  /** How many messages became an item. */
  metricStored(props?: MetricOptions): Metric;

  /** How many messages were not written because a later message of their batch has the same item key. */
  metricSuperseded(props?: MetricOptions): Metric;

  /** How many messages were not written because their item was there already. */
  metricDuplicate(props?: MetricOptions): Metric;

  /** How many times the writer refused a message because it can never be stored. */
  metricPoison(props?: MetricOptions): Metric;

  /** How many times the writer refused a message because its item is too large for DynamoDB. */
  metricOversize(props?: MetricOptions): Metric;

  /** How many times the writer left a message in the queue because it can't be stored now. */
  metricRetryable(props?: MetricOptions): Metric;

  /** How many times the writer left a message in the queue because the key can't be used. */
  metricKeyUnavailable(props?: MetricOptions): Metric;

  /** How old the oldest message of a batch is, in milliseconds since it was sent. */
  metricOldestMessageAge(props?: MetricOptions): Metric;
}
