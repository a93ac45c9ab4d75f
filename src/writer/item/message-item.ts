import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { SQSMessageAttributes, SQSRecord } from 'aws-lambda';
import type { Configuration } from '../configuration';
import { itemBytes, type Item } from './item-size';
import { parseJsonAttributes } from './json-attributes';
import { renderKey } from './key-value';
import { ITEM_BYTES, PARTITION_KEY_BYTES, SORT_KEY_BYTES } from '../limits';
import { requireNumber } from './number';
import { Refusal } from './refusal';
import { requireUnicode } from './unicode';

/** What a message becomes. */
export interface MessageItem {
  readonly item: Item;
  /** Size as DynamoDB counts it. */
  readonly bytes: number;
  /** Tells the item from any other of the table. */
  readonly key: string;
}

/**
 * Renders a message as an item: pure, and the same for each delivery of a message, so that a second delivery changes
 * nothing. What differs from one delivery to the next (the count of receives, the receipt handle) is not kept.
 *
 * @param requireTime called now and then on the way; throws when the time is up
 * @throws Refusal when no item can be made of it
 */
export function renderItem(record: SQSRecord, configuration: Configuration, requireTime?: () => void): MessageItem {
  const { partitionKey, sortKey, body, timeToLive } = configuration;
  let fields: Item | undefined;
  const json = (): Item => (fields ??= parseJsonAttributes(record.body, requireTime));

  const item: Item = body.as === 'json' ? json() : newItem(body.attribute, record.body);
  const partition = renderKey(partitionKey, record, json, PARTITION_KEY_BYTES);
  const sort = sortKey && renderKey(sortKey, record, json, SORT_KEY_BYTES); // read before the fields change
  put(item, partitionKey.name, { S: partition });
  if (sortKey) put(item, sortKey.name, { S: sort! });
  if (timeToLive) put(item, timeToLive.attribute, { N: String(sentSecond(record) + timeToLive.seconds) });
  keepMetadata(item, record);

  const bytes = itemBytes(item);
  if (bytes > ITEM_BYTES) throw new Refusal('oversize');
  return { item, bytes, key: identify(item, configuration) };
}

/** Tells an item from any other: its key, in a form in which no two keys meet. */
export function identify(item: Item, { partitionKey, sortKey }: Configuration): string {
  const partition = item[partitionKey.name].S!;
  return sortKey ? JSON.stringify([partition, item[sortKey.name].S]) : partition;
}

/** An item without a prototype: any attribute that is named like a part of one is an attribute like any other. */
function newItem(attribute: string, text: string): Item {
  const item: Item = Object.create(null);
  item[attribute] = { S: requireUnicode(text) };
  return item;
}

/**
 * Adds an attribute. A field of the body may hold the same name only if it holds the same value: no part of a message
 * is dropped.
 */
function put(item: Item, name: string, value: AttributeValue): void {
  if (Object.hasOwn(item, name) && textOf(item[name]) !== textOf(value)) throw new Refusal('attributeTaken');
  item[name] = value;
}

function textOf({ S, N }: AttributeValue): string | undefined {
  return S ?? N;
}

function keepMetadata(item: Item, { attributes, messageAttributes }: SQSRecord): void {
  const traceHeader = attributes?.AWSTraceHeader;
  if (traceHeader !== undefined) put(item, 'traceHeader', { S: requireUnicode(traceHeader) });
  if (Object.keys(messageAttributes ?? {}).length > 0) {
    if (Object.hasOwn(item, 'messageAttributes')) throw new Refusal('attributeTaken');
    item.messageAttributes = { M: renderMessageAttributes(messageAttributes) };
  }
}

function renderMessageAttributes(messageAttributes: SQSMessageAttributes): Item {
  const rendered: Item = Object.create(null);
  for (const [name, { dataType, stringValue, binaryValue }] of Object.entries(messageAttributes)) {
    if (dataType.startsWith('Binary')) rendered[name] = { B: Buffer.from(binaryValue ?? '', 'base64') };
    else if (dataType.startsWith('Number')) rendered[name] = { N: requireNumber(stringValue ?? '') };
    else rendered[name] = { S: requireUnicode(stringValue ?? '') };
  }
  return rendered;
}

function sentSecond({ attributes }: SQSRecord): number {
  const sent = Number(attributes?.SentTimestamp);
  if (!Number.isInteger(sent)) throw new Refusal('sentTimestampMissing');
  return Math.floor(sent / 1000);
}
