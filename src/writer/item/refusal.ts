/**
 * Why a message can't become an item, whatever the state of the table: said in logs, so never a word of the message.
 */
export type RefusalReason =
  | 'attributeTaken'
  | 'duplicateField'
  | 'emptyFieldName'
  | 'emptyKey'
  | 'fieldMissing'
  | 'invalidUnicode'
  | 'keyNotText'
  | 'keyTooLong'
  | 'messageAttributeMissing'
  | 'notJson'
  | 'notJsonObject'
  | 'numberNotStorable'
  | 'oversize'
  | 'refusedByTable'
  | 'sentTimestampMissing'
  | 'tooDeep';

/**
 * Thrown when a message can't become an item. It will fail each time it comes back, until it moves to the dead-letter
 * queue.
 */
export class Refusal extends Error {
  public readonly name = 'Refusal';

  public constructor(public readonly reason: RefusalReason) {
    super(reason);
  }
}
