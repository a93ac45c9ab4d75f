import type { CopyOptions } from './copy-options';
import type { KeyOptions } from './key-options';
import type { OperationsOptions } from './operations-options';
import type { QueueOptions } from './queue-options';
import type { TableOptions } from './table-options';
import type { WriterOptions } from './writer-options';

/**
 * Properties of an `EncryptedQueueToTable`. Three are required; the others are grouped by what they concern.
 */
export interface EncryptedQueueToTableProps
  extends KeyOptions, QueueOptions, WriterOptions, TableOptions, CopyOptions, OperationsOptions {
  /**
   * ARN of the KMS key that encrypts the queue, the dead-letter queue and the table.
   *
   * A key with imported material (origin EXTERNAL) or any other symmetric key, in the account and Region of the stack.
   * An alias is refused: it could be moved to another key. Changing the key re-encrypts the table in place. Messages
   * that are in the queues already stay under the earlier key, which must stay usable until they are gone.
   */
  readonly keyArn: string;

  /**
   * ARNs of the roles that administer the key: at least one, of the account of the stack.
   *
   * They may read and put the key's policy, enable the key, tag and describe it. They can't use it: no cryptographic
   * action, no grant.
   */
  readonly adminRoleArns: string[];

  /**
   * ARNs of the roles that use the data, at least one: they send to the queue and read the table.
   *
   * A role of the app, given by its `roleArn`, gets what it needs by a grant. An ARN that you write out must be that of
   * a role that exists before the deployment: the policies of the key, the queue and the table name it. A role of
   * another account also needs an IAM policy there: it is in `cdk.out`, in the file that ends with
   * `.other-accounts.json`.
   */
  readonly consumerRoleArns: string[];

  /**
   * Names of changes to this construct's resources that you want, such as `Table.StreamSpecification`.
   *
   * Synthesis fails if an Aspect, an override or a property injector changes one of these resources, or if a resource
   * of yours changes what one of them does, such as a second policy for the queue. The error names each change.
   * Accepted changes are listed in the metadata of the queue and in `policy report`, so that whoever relies on the key
   * policy knows of them.
   *
   * @default - none
   */
  readonly acceptedDeviations?: string[];
}
