import type { SQSRecord } from 'aws-lambda';
import type { Outcome, Settled } from './outcome';
import type { MessageItem } from '../item/message-item';

/** A message and the item it becomes. */
export interface Message extends MessageItem {
  readonly record: SQSRecord;
}

/**
 * A batch, sorted into lanes: of messages in one lane only the first is written at a time. What becomes of it decides
 * on the others.
 */
export interface Lanes {
  /** Every message of the batch so far, with what became of it. */
  readonly settled: readonly Settled[];
  /** The messages that may be written now, no two with one key; none when all are settled. */
  heads(): Message[];
  /** Takes note of what became of a message, which is the first of its lane. */
  settle(message: Message, outcome: Outcome): void;
}
