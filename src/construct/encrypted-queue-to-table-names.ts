/**
 * The names of an `EncryptedQueueToTable` of another app.
 *
 * Only that app can change the policy of its key. So list here the roles that it lists in its props of the same names.
 * A grant to any other role fails, since it would have no effect.
 */
export interface EncryptedQueueToTableNames {
  /**
   * ARN of the KMS key. Queue and table are in its account and Region.
   */
  readonly keyArn: string;

  /**
   * Name of the queue, with the `.fifo` suffix of a FIFO queue.
   */
  readonly queueName: string;

  /**
   * Name of the table.
   */
  readonly tableName: string;

  /**
   * Name of the writer function. Its metrics have it as their dimension.
   *
   * @default - none: the methods for metrics fail
   */
  readonly functionName?: string;

  /**
   * ARNs of the roles that send to the queue and read the table, as the other app names them.
   *
   * @default - none
   */
  readonly consumerRoleArns?: string[];

  /**
   * ARNs of the roles that send to the queue, as the other app names them.
   *
   * @default - none
   */
  readonly producerRoleArns?: string[];

  /**
   * ARNs of the roles that read the table, as the other app names them.
   *
   * @default - none
   */
  readonly readerRoleArns?: string[];

  /**
   * ARNs of the roles that move dead letters back, as the other app names them.
   *
   * @default - none
   */
  readonly redriverRoleArns?: string[];
}
