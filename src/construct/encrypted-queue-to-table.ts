import { type CfnResource, Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { findCycle } from './checks/dependency-cycle';
import { checkFinalPolicies } from './checks/final-policies';
import { findLateRoles, namedRoles } from './checks/late-roles';
import { findRenamedRoles } from './checks/role-names';
import { checkSharedKey } from './checks/shared-key';
import { requireValidProps } from './checks/valid-props';
import { EncryptedQueueToTableBase } from './encrypted-queue-to-table-base';
import type { EncryptedQueueToTableNames } from './encrypted-queue-to-table-names';
import type { EncryptedQueueToTableProps } from './encrypted-queue-to-table-props';
import { grant } from './grants/grant';
import { Granted } from './grants/granted';
import { guardHandedOut } from './grants/handed-out';
import { Imported } from './grants/imported';
import { findMisnamed } from './grants/misnamed';
import { takeRoleReferences } from './grants/role-references';
import { producerOf, ServiceProducers } from './grants/service-producers';
import { warnOfVainStatements } from './grants/vain-statements';
import type { IEncryptedQueueToTable } from './i-encrypted-queue-to-table';
import { KeyPolicy } from './key-policy';
import { addOperations, requireAlarm } from './operations/operations';
import { applyKeyPolicy, assemblyNameOf } from './resources/apply-key-policy';
import { keyPolicyFacts } from './resources/key-policy-facts';
import { addDeadLetterQueue, addQueue } from './resources/queues';
import { addTable, orderAroundTable } from './resources/table';
import { addMapping, addWriter, addWriterRole } from './resources/writer-function';
import { addAcceptedDeviations, isOfManager } from './seal/accepted-deviations';
import { ResourceSeal } from './seal/seal';
import { settingsOf, type Settings } from './settings';
import type { DataUse } from '../key-policy/identity/grantee-identity';
import { renderKeyPolicy } from '../key-policy/render/render';

/**
 * A queue whose messages become items of a table, all encrypted with a KMS key you brought yourself.
 *
 * Messages that can't be stored go to a dead-letter queue under the same key. The construct renders the policy of the
 * key: those who administer the key can't use it, and those who use it can do so through the queue and the table only.
 */
export class EncryptedQueueToTable extends EncryptedQueueToTableBase {
  /**
   * The construct of another app, by its names.
   *
   * Its grants write IAM policies for roles that the other app names, and throw for others: only the other app can
   * change the policy of its key.
   */
  public static fromNames(scope: Construct, id: string, names: EncryptedQueueToTableNames): IEncryptedQueueToTable {
    return new Imported(scope, id, names);
  }

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

  private readonly alarms: ReadonlyMap<string, cloudwatch.Alarm>;
  private readonly settings: Settings;
  private readonly granted = new Granted();
  private readonly services: ServiceProducers;

  /**
   * @throws InvalidProps with every problem at once, if a prop is out of range, or the key or an administrator is of
   * another account
   */
  public constructor(scope: Construct, id: string, props: EncryptedQueueToTableProps) {
    super(scope, id);
    requireValidProps(this, props);
    const [bareProps, references] = takeRoleReferences(props);
    const settings = settingsOf(this, bareProps);
    this.settings = settings;
    checkSharedKey(this, settings);
    checkFinalPolicies(this);
    const seal = new ResourceSeal(this);
    seal.accept(settings.acceptedDeviations.filter(name => !isOfManager(name)));

    const role = addWriterRole(this, settings);
    this.key = kms.Key.fromKeyArn(this, 'Key', settings.keyArn);
    const facts = () => keyPolicyFacts(settings, this.granted);
    this.keyPolicy = KeyPolicy._of(() => renderKeyPolicy(facts()));
    const applied = applyKeyPolicy(this, settings, this.keyPolicy, facts);
    this.deadLetterQueue = addDeadLetterQueue(this, settings, this.key, () => this.redrivers());
    this.queue = addQueue(this, settings, this.key, this.deadLetterQueue);
    this.table = addTable(this, settings, this.key);
    this.writer = addWriter(this, settings, role);
    const mapping = addMapping(this, settings, this.queue, this.writer);
    for (const onTheKey of [this.deadLetterQueue, this.queue, this.table]) onTheKey.node.addDependency(...applied);
    orderAroundTable(this.table, [this.writer, mapping], [this.deadLetterQueue, this.queue]);
    addAcceptedDeviations(this.queue, assemblyNameOf(this), settings.acceptedDeviations);
    seal.close();

    this.alarms = addOperations(this, settings, this.key, mapping);

    this.services = new ServiceProducers(this, settings.names.account, this.granted, this.queue);
    guardHandedOut(this, this, this.key, settings.names, {
      send: grantee => {
        const service = producerOf(grantee);
        return service === undefined ? this.grantSendMessages(grantee) : this.services.grantSend(grantee, service);
      },
      read: grantee => this.grantReadData(grantee),
      useKeyBy: statement => this.services.useKey(statement),
    });
    warnOfVainStatements(this, this, settings, facts);
    const [first = this.table] = applied;
    this.node.addValidation({
      validate: () => [
        ...findRenamedRoles([role, Stack.of(this).node.tryFindChild(settings.names.policyManagerId)], settings.names),
        ...findMisnamed(this.granted.all),
        ...findCycle(this),
        ...findLateRoles(this, namedRoles(facts(), settings), first.node.defaultChild as CfnResource),
      ],
    });
    for (const { role: grantee, verbs } of references) verbs.forEach(verb => this._grant(verb, grantee));
  }

  /** The name of the queue. Like the other names here, it is known at synth: no stack has to import it. */
  public get queueName(): string {
    return this.settings.names.queueName;
  }

  /** The URL of the queue, which a sender needs. */
  public get queueUrl(): string {
    return this.settings.names.queueUrl;
  }

  /** The ARN of the queue. */
  public get queueArn(): string {
    return this.settings.names.queueArn;
  }

  /** The URL of the dead-letter queue. */
  public get deadLetterQueueUrl(): string {
    return this.settings.names.deadLetterQueueUrl;
  }

  /** The ARN of the dead-letter queue. */
  public get deadLetterQueueArn(): string {
    return this.settings.names.deadLetterQueueArn;
  }

  /** The name of the table, which a reader needs. */
  public get tableName(): string {
    return this.settings.names.tableName;
  }

  /** The ARN of the table. */
  public get tableArn(): string {
    return this.settings.names.tableArn;
  }

  /** The name of the writer function. */
  public get functionName(): string {
    return this.settings.names.functionName;
  }

  /** The ARN of the writer function. */
  public get functionArn(): string {
    return this.settings.names.functionArn;
  }

  /**
   * Lets an SNS topic send to the queue. You add the subscription.
   *
   * @param topic a topic of the account of the stack
   */
  public allowTopic(topic: sns.ITopic): void {
    this.allowService('sns.amazonaws.com', topic.topicArn);
  }

  /**
   * Lets an S3 bucket send its event notifications to the queue. You add the notification.
   *
   * @param bucket a bucket of the account of the stack; give it a `bucketName` if it is in another stack
   */
  public allowBucket(bucket: s3.IBucket): void {
    this.allowService('s3.amazonaws.com', bucket.bucketArn);
  }

  /**
   * Lets an EventBridge rule send events to the queue. You add the target.
   *
   * A rule without a name gets one, so that no policy has to wait for the rule.
   *
   * @param rule a rule of the account of the stack
   */
  public allowRule(rule: events.IRule): void {
    this.allowService('events.amazonaws.com', rule.ruleArn);
  }

  /**
   * Lets a service send messages for one of its resources.
   *
   * `allowTopic`, `allowBucket` and `allowRule` are shorter for the usual ones.
   *
   * @param service such as `sns.amazonaws.com`
   * @param sourceArn the resource that sends, of the account of the stack
   */
  public allowService(service: string, sourceArn: string): void {
    this.services.allow(service, sourceArn);
  }

  /**
   * An alarm of the construct, to add an action to it or to use it in an alarm of your own.
   *
   * @param name as in the table in docs/operations.md, such as `DeadLetters`
   */
  public alarm(name: string): cloudwatch.Alarm {
    return requireAlarm(this, this.alarms, name);
  }

  /** @internal */
  protected _grant(verb: DataUse, grantee: iam.IGrantable): iam.Grant {
    return grant(this, this.settings, this.granted, this, verb, grantee);
  }

  private redrivers(): string[] {
    const granted = [...this.granted.named('redrive'), ...this.granted.byCondition('redrive').roleArns];
    return [...new Set([...this.settings.redriverRoleArns, ...granted])];
  }
}
