/**
 * Why a message can't become an item, whatever the state of the table. It is written to the log, so it says nothing of
 * the message's contents.
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
  | 'tooDeep'
  | 'tooSlow';

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
