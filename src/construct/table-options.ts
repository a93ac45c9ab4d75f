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
   * DynamoDB keeps some of the sort keys that mark range boundaries in plain text in the table's metadata: choose one
   * that is no secret.
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
