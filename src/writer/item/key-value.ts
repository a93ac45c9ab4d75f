import { createHash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import type { KeyAttribute } from '../configuration';
import type { Item } from './item-size';
import { Refusal } from './refusal';
import { requireUnicode } from './unicode';

/**
 * Renders the value of a key attribute. The same message gives the same value each time it is delivered.
 *
 * @param json the fields of the body, read on first use
 */
export function renderKey(key: KeyAttribute, record: SQSRecord, json: () => Item, maxBytes: number): string {
  const value = requireUnicode(sourceOf(key, record, json));
  if (value === '') throw new Refusal('emptyKey');
  if (Buffer.byteLength(value) > maxBytes) throw new Refusal('keyTooLong');
  return value;
}

function sourceOf(key: KeyAttribute, record: SQSRecord, json: () => Item): string {
  switch (key.from) {
    case 'messageId':
      return record.messageId;
    case 'contentHash':
      return createHash('sha256').update(record.body).digest('hex');
    case 'jsonField':
      return readField(json(), key.field.split('.'));
    case 'messageAttribute':
      return readMessageAttribute(record, key.attribute);
  }
}

/** A text as it is, a number as it was written: `1` and `1.0` are two keys. */
function readField(fields: Item, [name, ...rest]: string[]): string {
  if (!Object.hasOwn(fields, name)) throw new Refusal('fieldMissing');
  const value = fields[name];
  if (rest.length > 0) return readField(value.M ?? {}, rest);
  const text = value.S ?? value.N;
  if (text === undefined) throw new Refusal('keyNotText');
  return text;
}

function readMessageAttribute({ messageAttributes }: SQSRecord, name: string): string {
  if (!Object.hasOwn(messageAttributes ?? {}, name)) throw new Refusal('messageAttributeMissing');
  const { stringValue } = messageAttributes[name];
  if (typeof stringValue !== 'string') throw new Refusal('keyNotText');
  return stringValue;
}
