import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { parseNumber } from './number';

/** A DynamoDB item, in the form in which it goes over the wire. */
export type Item = Record<string, AttributeValue>;

/**
 * Bytes an item counts against the limit of 400 KB: names and values, and what lists and maps take for themselves.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const name in item) bytes += Buffer.byteLength(name) + valueBytes(item[name]);
  return bytes;
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.M !== undefined) return COLLECTION_BYTES + itemBytes(value.M) + Object.keys(value.M).length;
  if (value.L !== undefined) {
    return value.L.reduce((bytes, element) => bytes + valueBytes(element) + 1, COLLECTION_BYTES);
  }
  return 1;
}

const COLLECTION_BYTES = 3;

/**
 * A byte for two digits, one more, and one for the sign. The documentation says approximately: the digits are taken in
 * pairs from the point on, so that `1.2` takes two of them and `12` one.
 */
function numberBytes(literal: string): number {
  const { digits, exponent } = parseNumber(literal)!;
  const pairs = digits === '' ? 0 : Math.floor(exponent / 2) - Math.floor((exponent - digits.length + 1) / 2) + 1;
  return pairs + 1 + (literal.startsWith('-') && digits !== '' ? 1 : 0);
}

/** Bytes an item takes in a request, where a value carries its type and binary is base64. */
export function wireBytes(item: Item): number {
  return Buffer.byteLength(JSON.stringify(item, asBase64));
}

/** Looks at the value in place: a buffer would have been rendered as a list of numbers already. */
function asBase64(this: Record<string, unknown>, name: string, rendered: unknown): unknown {
  const value = this[name];
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : rendered;
}
