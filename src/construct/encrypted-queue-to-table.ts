import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { checkRoleArns, checkService } from './checks/arn-checks';
import { PropsError } from './checks/props-error';
import { checkSharedKey } from './checks/shared-key';
import { requireValidProps } from './checks/valid-props';
import type { EncryptedQueueToTableProps } from './encrypted-queue-to-table-props';
import { KeyPolicy } from './key-policy';
import type { PhysicalNames } from './names/physical-names';
import { applyKeyPolicy } from './resources/apply-key-policy';
import { TABLE_READ_ACTIONS, REDRIVE_ACTIONS, QUEUE_SEND_ACTIONS } from './resources/data-actions';
import { keyPolicyFacts } from './resources/key-policy-facts';
import { addDeadLetterQueue, addQueue, addServiceProducer } from './resources/queues';
import { addTable, orderAroundTable } from './resources/table';
import { addMapping, addWriter, addWriterRole } from './resources/writer-function';
import { settingsOf } from './settings';
import type { ServiceProducer } from '../key-policy/render/facts';
import { renderKeyPolicy } from '../key-policy/render/render';

/**
 * A queue whose messages become items of a table, all encrypted with a KMS key you brought yourself.
 *
 * Messages that can't be stored go to a dead-letter queue under the same key. The construct renders the policy of the
 * key: those who administer the key can't use it, and those who use it can do so through the queue and the table only.
 */
export class EncryptedQueueToTable extends Construct {
  /** The key that encrypts the queues and the table. */
  public readonly key: kms.IKey;

  /** The policy that the key must have. */
  public readonly keyPolicy: KeyPolicy;

  /** The queue that messages are sent to. */
  public readonly queue: sqs.Queue;

  /** The queue that takes the messages that could not be stored. */
  public readonly deadLetterQueue: sqs.Queue;

  /** The function that writes the messages into the table. */
  public readonly writer: lambda.Function;

  /** The table that holds an item for each message. */
  public readonly table: dynamodb.TableV2;

  private readonly names: PhysicalNames;
  private readonly granted = {
    producers: new Set<string>(),
    readers: new Set<string>(),
    redrivers: new Set<string>(),
    services: new Array<ServiceProducer>(),
  };

  /**
   * @throws InvalidProps with every problem at once, if a prop is out of range, or the key or an administrator is of
   * another account
   */
  public constructor(scope: Construct, id: string, props: EncryptedQueueToTableProps) {
    super(scope, id);
    requireValidProps(this, props);
    const settings = settingsOf(this, props);
    this.names = settings.names;
    checkSharedKey(this, settings);

    const role = addWriterRole(this, settings);
    this.key = kms.Key.fromKeyArn(this, 'Key', settings.keyArn);
    this.keyPolicy = KeyPolicy._of(() => renderKeyPolicy(keyPolicyFacts(settings, this.granted)));
    const applied = applyKeyPolicy(this, settings, this.keyPolicy);
    this.deadLetterQueue = addDeadLetterQueue(this, settings, this.key, () => [
      ...new Set([...settings.redriverRoleArns, ...this.granted.redrivers]),
    ]);
    this.queue = addQueue(this, settings, this.key, this.deadLetterQueue);
    this.table = addTable(this, settings, this.key);
    this.writer = addWriter(this, settings, role);
    const mapping = addMapping(this, settings, this.queue, this.writer);
    for (const onTheKey of [this.deadLetterQueue, this.queue, this.table]) onTheKey.node.addDependency(...applied);
    orderAroundTable(this.table, [this.writer, mapping], [this.deadLetterQueue, this.queue]);
  }

  /**
   * Let a role send messages: the queue in its own policy, the key in the key policy.
   *
   * @param grantee a role of this app, or one it can add a policy to
   */
  public grantSendMessages(grantee: iam.IGrantable): iam.Grant {
    this.allowOnKey(this.granted.producers, grantee);
    return this.grant(grantee, QUEUE_SEND_ACTIONS, this.names.queueArn);
  }

  /**
   * Let a role read the table: the table in its own policy, the key in the key policy.
   *
   * @param grantee a role of this app, or one it can add a policy to
   */
  public grantReadData(grantee: iam.IGrantable): iam.Grant {
    this.allowOnKey(this.granted.readers, grantee);
    return this.grant(grantee, TABLE_READ_ACTIONS, this.names.tableArn);
  }

  /**
   * Let a role move dead letters back into the queue: both queues in its own policy, the key in the key policy.
   *
   * @param grantee a role of this app, or one it can add a policy to
   */
  public grantRedrive(grantee: iam.IGrantable): iam.Grant {
    this.allowOnKey(this.granted.redrivers, grantee);
    return this.grant(grantee, REDRIVE_ACTIONS, this.names.deadLetterQueueArn).combine(
      this.grant(grantee, QUEUE_SEND_ACTIONS, this.names.queueArn),
    );
  }

  /**
   * Let a service send messages for one of its resources: an SNS topic, an S3 bucket or an EventBridge rule of the
   * account of the stack.
   *
   * @param service such as `sns.amazonaws.com`
   * @param sourceArn the topic, bucket or rule that sends
   */
  public allowService(service: string, sourceArn: string): void {
    const problems = checkService(service, sourceArn);
    if (problems.length > 0) throw new PropsError(this, problems);
    const producer = { service, sourceArn, sourceAccount: this.names.account };
    this.granted.services.push(producer);
    addServiceProducer(this.queue, producer);
  }

  private grant(grantee: iam.IGrantable, actions: string[], resourceArn: string): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions, resourceArns: [resourceArn] });
  }

  private allowOnKey(roleArns: Set<string>, grantee: iam.IGrantable): void {
    const arns: string[] = grantee.grantPrincipal.policyFragment.principalJson.AWS ?? [];
    const problems = checkRoleArns('grantee', arns, 'required');
    if (problems.length > 0) throw new PropsError(this, problems);
    arns.forEach(arn => roleArns.add(arn));
  }
}
