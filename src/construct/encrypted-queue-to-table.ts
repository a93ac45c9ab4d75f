import { CfnOutput, Lazy, Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EncryptedQueueToTableProps } from './encrypted-queue-to-table-props';
import type { KeyPolicy } from '../key-policy/key-policy';
import { checkRoleArns, checkService } from './checks/arn-checks';
import { PropsError } from './checks/props-error';
import { validateProps } from './checks/validate-props';
import { applyKeyPolicy } from './resources/apply-key-policy';
import { READ_ACTIONS, REDRIVE_ACTIONS, SEND_ACTIONS } from './resources/data-actions';
import { keyPolicyFacts } from './resources/key-policy-facts';
import { PhysicalNames } from './resources/physical-names';
import { addDeadLetterQueue, addQueue, addServiceProducer } from './resources/queues';
import { RenderedKeyPolicy } from './resources/rendered-key-policy';
import { addTable } from './resources/table';
import { addMapping, addWriter, addWriterRole } from './resources/writer-function';
import type { ServiceProducer } from '../key-policy/render/facts';
import { renderKeyPolicy } from '../key-policy/render/render';

/**
 * A queue whose messages become items of a table, all under a KMS key you brought yourself.
 *
 * Messages that can't be stored end in a dead-letter queue under the same key. The key's policy is rendered with it:
 * those who administer the key can't use it, those who use it can do so through the queue and the table only.
 */
export class EncryptedQueueToTable extends Construct {
  /** The key that encrypts everything here, as referenced by its ARN. */
  public readonly key: kms.IKey;

  /** The policy that the key must have for all this to work. */
  public readonly keyPolicy: KeyPolicy;

  /** The queue that messages are sent to. */
  public readonly queue: sqs.Queue;

  /** The queue of the messages that could not be stored. */
  public readonly deadLetterQueue: sqs.Queue;

  /** The function that writes messages into the table. */
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
    validateProps(this, props);
    this.names = new PhysicalNames(this, props);

    const role = addWriterRole(this, props, this.names);
    this.key = kms.Key.fromKeyArn(this, 'Key', props.keyArn);
    this.keyPolicy = new RenderedKeyPolicy(() =>
      renderKeyPolicy(keyPolicyFacts(this, props, this.names, this.granted)),
    );
    const applied = applyKeyPolicy(this, props, this.names, this.keyPolicy);
    this.deadLetterQueue = addDeadLetterQueue(this, props, this.key, this.names);
    this.queue = addQueue(this, props, this.key, this.names, this.deadLetterQueue);
    this.table = addTable(this, props, this.key, this.names);
    this.writer = addWriter(this, props, this.names, role);
    addMapping(this, props, this.queue, this.writer);
    for (const onTheKey of [this.deadLetterQueue, this.queue, this.table]) onTheKey.node.addDependency(...applied);

    new CfnOutput(this, 'KeyPolicyDocument', {
      description: `What the policy of ${props.keyArn} must allow`,
      value: Lazy.string({ produce: () => Stack.of(this).toJsonString(this.keyPolicy.toDocument()) }),
    });
  }

  /**
   * Let a role send messages: the queue in its own policy, the key in the key policy.
   *
   * @param grantee a role of this app, or one it can add a policy to
   */
  public grantSend(grantee: iam.IGrantable): iam.Grant {
    this.allowOnKey(this.granted.producers, grantee);
    return this.grant(grantee, SEND_ACTIONS, this.names.queueArn);
  }

  /**
   * Let a role read the table: the table in its own policy, the key in the key policy.
   *
   * @param grantee a role of this app, or one it can add a policy to
   */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    this.allowOnKey(this.granted.readers, grantee);
    return this.grant(grantee, READ_ACTIONS, this.names.tableArn);
  }

  /**
   * Let a role move dead letters back into the queue: both queues in its own policy, the key in the key policy.
   *
   * @param grantee a role of this app, or one it can add a policy to
   */
  public grantRedrive(grantee: iam.IGrantable): iam.Grant {
    this.allowOnKey(this.granted.redrivers, grantee);
    this.grant(grantee, REDRIVE_ACTIONS, this.names.deadLetterQueueArn);
    return this.grant(grantee, SEND_ACTIONS, this.names.queueArn);
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
