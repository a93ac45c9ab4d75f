import type { KeyOptions } from './key-options';
import type { QueueOptions } from './queue-options';
import type { TableOptions } from './table-options';
import type { WriterOptions } from './writer-options';

/**
 * Properties of an `EncryptedQueueToTable`: three required, the rest optional and grouped by the stage it concerns.
 */
export interface EncryptedQueueToTableProps extends KeyOptions, QueueOptions, WriterOptions, TableOptions {
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
   * They send to the queue and read the table. The roles must exist: the policies of the queue and of the table name
   * them.
   */
  readonly consumerRoleArns: string[];
}
