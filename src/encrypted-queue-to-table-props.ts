import type { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ItemKey } from './item-key';
import type { KeyPolicyManagement } from './key-policy-management';
import type { MessageBody } from './message-body';
import type { WriteMode } from './write-mode';

/**
 * Properties of an `EncryptedQueueToTable`: three required, the rest grouped by the stage it concerns.
 */
export interface EncryptedQueueToTableProps {
  /**
   * ARN of the KMS key that encrypts the queue, the dead-letter queue and the table.
   *
   * A key with imported material (origin EXTERNAL) or any other symmetric key, in the account and Region of the stack.
   * Never an alias: it could be moved to another key. Changing it re-encrypts the table in place; messages already in
   * the queues stay under the earlier key, which must stay usable until they are gone.
   */
  readonly keyArn: string;

  /**
   * ARNs of the roles that administer the key: at least one, of the account of the stack.
   *
   * They read and put its policy, enable it, tag it, describe it. They can't use it: no cryptographic action, no grant.
   */
  readonly adminRoleArns: string[];

  /**
   * ARNs of the roles that use the data: at least one.
   *
   * They send to the queue and read the table. The roles must exist: the policies of the queue and of the table name them.
   */
  readonly consumerRoleArns: string[];

  /**
   * ARNs of the roles that create and change the table, of the account of the stack.
   *
   * DynamoDB creates its grant on the key in their name, so the key policy must allow them before the first deployment.
   *
   * @default - the CloudFormation execution role of the CDK bootstrap stack, as the stack's synthesizer names it
   */
  readonly tableCreatorRoleArns?: string[];

  /**
   * ARNs of the roles that import and rotate key material, of the account of the stack.
   *
   * Only wrapped with RSAES_OAEP_SHA_256 under RSA_4096, the strongest that KMS offers for a symmetric key.
   *
   * @default - the administrators
   */
  readonly custodianRoleArns?: string[];

  /**
   * ARNs of the roles that disable the key, delete its material or schedule its deletion, of the account of the stack.
   *
   * Only in a session with a second factor.
   *
   * @default - nobody
   */
  readonly destroyerRoleArns?: string[];

  /**
   * ARNs of the roles that read the key's settings, policy and grants, of the account of the stack.
   *
   * Security Hub needs the role of AWS Config here to tell whether the key is public.
   *
   * @default - nobody
   */
  readonly auditorRoleArns?: string[];

  /**
   * ARNs of the roles that send to the queue and nothing else.
   *
   * @default - nobody but the consumers
   */
  readonly producerRoleArns?: string[];

  /**
   * ARNs of the roles that read the table and nothing else.
   *
   * @default - nobody but the consumers
   */
  readonly readerRoleArns?: string[];

  /**
   * ARNs of the roles that move dead letters back into the queue.
   *
   * @default - nobody
   */
  readonly redriveRoleArns?: string[];

  /**
   * Way in which the key policy reaches the key.
   *
   * @default KeyPolicyManagement.merge()
   */
  readonly keyPolicyManagement?: KeyPolicyManagement;

  /**
   * Right of the account's root user, and of no IAM policy, to read and put the key policy.
   *
   * With it a lost administrator costs a root log-in, without it a support case.
   *
   * @default true
   */
  readonly breakGlass?: boolean;

  /**
   * Conditions that AWS documentation does not show on the call, beside those it does.
   *
   * Tighter, and not proven: try it in an account where a failed deployment hurts nobody.
   *
   * @default false
   */
  readonly strictConditions?: boolean;

  /**
   * Administrators among those who use the data: what the key policy is there to prevent.
   *
   * @default false
   */
  readonly allowAdminsToUseKey?: boolean;

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
   * Changing it replaces both queues.
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
   * SQS would take 1 MiB, DynamoDB stores no item over 400 KB: a message that could not be stored is refused at the door.
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

  /**
   * Name of the writer function, 1 to 64 letters, digits, hyphens and underscores.
   *
   * @default - made from the stack name and the construct path
   */
  readonly functionName?: string;

  /**
   * Most messages the writer gets at once, 1 to 10,000, for a FIFO queue 1 to 10.
   *
   * Over 10 needs a `batchingWindow`.
   *
   * @default 10
   */
  readonly batchSize?: number;

  /**
   * Longest time Lambda gathers messages into a batch, 0 to 300 seconds. Not for a FIFO queue.
   *
   * @default Duration.seconds(0)
   */
  readonly batchingWindow?: Duration;

  /**
   * Most invocations of the writer at the same time, 2 to 1,000.
   *
   * @default - as many as Lambda scales to
   */
  readonly maxConcurrency?: number;

  /**
   * Time the writer has for a batch, 1 to 900 seconds.
   *
   * The queue hides a received message for six times as long, plus the `batchingWindow`.
   *
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;

  /**
   * Memory of the writer, and with it its share of a processor, 128 to 10,240 MiB.
   *
   * @default Size.mebibytes(512)
   */
  readonly memorySize?: Size;

  /**
   * Time the writer's log is kept. It holds ids, sizes, counts and error names, never a message body.
   *
   * @default RetentionDays.ONE_YEAR
   */
  readonly logRetention?: RetentionDays;

  /**
   * Name of the table, 3 to 255 letters, digits, hyphens, underscores and dots.
   *
   * Changing it replaces the table by an empty one; the earlier one stays in the account, as `removalPolicy` says.
   *
   * @default - made from the stack name and the construct path
   */
  readonly tableName?: string;

  /**
   * Source of the partition key: messages with the same value are one item.
   *
   * @default ItemKey.messageId()
   */
  readonly partitionKey?: ItemKey;

  /**
   * Name of the partition key, 1 to 255 letters, digits, hyphens, underscores and dots.
   *
   * CloudFormation can't change the key of a table in place: give a new `tableName` with it.
   *
   * @default 'id'
   */
  readonly partitionKeyName?: string;

  /**
   * Source of the sort key.
   *
   * DynamoDB keeps some of the sort keys that mark range boundaries in plain text in the table's metadata: choose one that is no secret.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html
   * @default - no sort key
   */
  readonly sortKey?: ItemKey;

  /**
   * Name of the sort key, 1 to 255 letters, digits, hyphens, underscores and dots.
   *
   * @default 'sort'
   */
  readonly sortKeyName?: string;

  /**
   * Form in which an item keeps the body of its message.
   *
   * @default MessageBody.text()
   */
  readonly messageBody?: MessageBody;

  /**
   * Effect of a message on the item that has its key already.
   *
   * @default WriteMode.overwrite()
   */
  readonly writeMode?: WriteMode;

  /**
   * Time an item lives after its message was sent, 1 second to 100 years, in the attribute `expiresAt`.
   *
   * DynamoDB deletes an item within a few days after its time.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
   * @default - items stay
   */
  readonly timeToLive?: Duration;

  /**
   * Refusal to delete the table while it is on.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;

  /**
   * Fate of the table when it leaves the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
