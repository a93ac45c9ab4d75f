import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { IEncryptedQueueToTable } from './i-encrypted-queue-to-table';
import { writerMetric } from './operations/writer-metric';
import type { DataUse } from '../key-policy/identity/grantee-identity';

/** What a construct of this app and one of another app have in common: their grants and their metrics. */
export abstract class EncryptedQueueToTableBase extends Construct implements IEncryptedQueueToTable {
  public abstract readonly queueName: string;
  public abstract readonly queueUrl: string;
  public abstract readonly queueArn: string;
  public abstract readonly deadLetterQueueUrl: string;
  public abstract readonly deadLetterQueueArn: string;
  public abstract readonly tableName: string;
  public abstract readonly tableArn: string;
  public abstract readonly functionName: string;

  /**
   * Lets a role send messages to the queue.
   *
   * Its IAM policy gets the rights, and the key policy names the role. The role may be of any stack, Region or account
   * of the app. It need not exist when the queue is deployed. A role without a name gets one. A role that no policy can
   * be attached to is named in the policy of the queue, and must exist before the deployment. A role of another account
   * is named there too. It also needs the rights in its own account.
   *
   * @param grantee a role, or what has one, such as a function
   */
  public grantSendMessages(grantee: IGrantable): Grant {
    return this._grant('send', grantee);
  }

  /**
   * Lets a role read the table.
   *
   * It works like `grantSendMessages`, with the policy of the table in place of the policy of the queue.
   *
   * @param grantee a role, or what has one, such as a function
   */
  public grantReadData(grantee: IGrantable): Grant {
    return this._grant('read', grantee);
  }

  /**
   * Lets a role move dead letters back into the queue.
   *
   * It works like `grantSendMessages`, for both queues. A role of another account is refused: SQS takes no such call
   * from another account.
   *
   * @param grantee a role, or what has one, such as a function
   */
  public grantRedrive(grantee: IGrantable): Grant {
    return this._grant('redrive', grantee);
  }

  /**
   * A metric of the writer, in the namespace `EncryptedQueueToTable`.
   *
   * @param metricName such as `Stored`; there is a method for each
   * @param props such as the period, which is five minutes by default
   */
  public metric(metricName: string, props?: MetricOptions): Metric {
    return writerMetric(this, metricName, props);
  }

  /** How many messages became an item. */
  public metricStored(props?: MetricOptions): Metric {
    return this.metric('Stored', props);
  }

  /** How many messages were not written because a later message of their batch has the same item key. */
  public metricSuperseded(props?: MetricOptions): Metric {
    return this.metric('Superseded', props);
  }

  /** How many messages were not written because their item was there already, with `WriteMode.insertOnly()`. */
  public metricDuplicate(props?: MetricOptions): Metric {
    return this.metric('Duplicate', props);
  }

  /** How many times the writer refused a message because it can never be stored. A message counts at each receive. */
  public metricPoison(props?: MetricOptions): Metric {
    return this.metric('Poison', props);
  }

  /**
   * How many times the writer refused a message because its item is too large for DynamoDB. A message counts at each
   * receive.
   */
  public metricOversize(props?: MetricOptions): Metric {
    return this.metric('Oversize', props);
  }

  /**
   * How many times the writer left a message in the queue because it can't be stored now. A message counts at each
   * receive.
   */
  public metricRetryable(props?: MetricOptions): Metric {
    return this.metric('Retryable', props);
  }

  /**
   * How many times the writer left a message in the queue because the key can't be used. A message counts at each
   * receive.
   */
  public metricKeyUnavailable(props?: MetricOptions): Metric {
    return this.metric('KeyUnavailable', props);
  }

  /** How old the oldest message of a batch is, in milliseconds since it was sent; the maximum by default. */
  public metricOldestMessageAge(props?: MetricOptions): Metric {
    return this.metric('OldestMessageAge', { statistic: 'Maximum', ...props });
  }

  /** @internal */
  protected abstract _grant(use: DataUse, grantee: IGrantable): Grant;
}
