import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ItemKey } from './item-key';
import type { MessageBody } from './message-body';
import type { WriteMode } from './write-mode';

/**
 * Options of the table and its items.
 */
export interface TableOptions {
  /**
   * Name of the table, 3 to 255 letters, digits, hyphens, underscores and dots.
   *
   * Changing it makes a new, empty table. `removalPolicy` says what happens to the earlier one.
   *
   * @default - made from the stack name and the construct path
   */
  readonly tableName?: string;

  /**
   * Where the value of the partition key comes from. Messages with the same value are one item.
   *
   * @default ItemKey.messageId()
   */
  readonly partitionKey?: ItemKey;

  /**
   * Name of the partition key, 1 to 255 letters, digits, hyphens, underscores and dots.
   *
   * CloudFormation can't change the key of a table in place: change `tableName` together with it.
   *
   * @default 'id'
   */
  readonly partitionKeyName?: string;

  /**
   * Where the value of the sort key comes from.
   *
   * Choose a value that is not secret: DynamoDB keeps some sort keys, those that mark range boundaries, in plain text
   * in the metadata of the table.
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
   * How an item keeps the body of its message.
   *
   * @default MessageBody.text()
   */
  readonly messageBody?: MessageBody;

  /**
   * What happens when a message has the key of an item that exists already.
   *
   * @default WriteMode.overwrite()
   */
  readonly writeMode?: WriteMode;

  /**
   * How long an item is kept after its message was sent, 1 second to 100 years.
   *
   * The attribute `expiresAt` holds the time after which DynamoDB deletes the item, within a few days.
   *
   * A message that is moved back from the dead-letter queue counts as sent anew, so its item is kept as long from then.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
   * @default - items are kept until somebody deletes them
   */
  readonly timeToLive?: Duration;

  /**
   * Whether DynamoDB refuses to delete the table.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;

  /**
   * What happens to the table when it is removed from the stack, or the stack is deleted.
   *
   * By default it stays. After a first deployment that fails, it stays only with `deletionProtection`.
   *
   * @default - RemovalPolicy.RETAIN; RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE without `deletionProtection`
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
   */
  readonly removalPolicy?: RemovalPolicy;
}
