import type { Configuration } from '../configuration';
import type { Message } from './lanes';
import { wireBytes } from '../item/item-size';
import { CALL_BYTES, CALL_ITEMS } from '../limits';

/**
 * Calls under way at once: a batch of 1,000 goes out whole, and each call finds a socket of the 50 that the SDK keeps.
 */
export const PARALLEL_CALLS = 40;

/**
 * Divides messages into calls: one for each where DynamoDB knows no batch (a conditional put), else up to 25 items and
 * 16 MB.
 */
export function divideIntoCalls(messages: readonly Message[], writeMode: Configuration['writeMode']): Message[][] {
  if (writeMode === 'insertOnly') return messages.map(message => [message]);
  const calls: Message[][] = [];
  for (let start = 0; start < messages.length; start += CALL_ITEMS) {
    calls.push(...divideByBytes(messages.slice(start, start + CALL_ITEMS)));
  }
  return calls;
}

function divideByBytes(messages: Message[]): Message[][] {
  const stored = messages.reduce((bytes, message) => bytes + message.bytes, 0);
  if (stored * WIRE_FACTOR + messages.length * ENVELOPE_BYTES <= CALL_BYTES) return [messages];
  const calls: Message[][] = [];
  let room = 0;
  for (const message of messages) {
    const bytes = wireBytes(message.item) + ENVELOPE_BYTES;
    if (bytes > room) {
      calls.push([]);
      room = CALL_BYTES - ENVELOPE_BYTES;
    }
    calls[calls.length - 1].push(message);
    room -= bytes;
  }
  return calls;
}

/**
 * What a byte of an item takes on the wire at most: `{"BOOL":false},` stands for two. Only where that could be too much
 * is it worth measuring.
 */
const WIRE_FACTOR = 8;

/** What is around an item, and once around all of them with the name of the table. */
const ENVELOPE_BYTES = 512;
