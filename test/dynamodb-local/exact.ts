import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { parseNumber } from '../../src/writer/item/number';

/** A value in a form in which two are equal if DynamoDB holds the same: numbers by their digits, binary as base64. */
export function exact(value: AttributeValue): unknown {
  if (value.N !== undefined) return renderNumber(value.N);
  if (value.B !== undefined) return { B: asBase64(value.B) };
  if (value.L !== undefined) return { L: value.L.map(exact) };
  if (value.M !== undefined) {
    return {
      M: Object.entries(value.M)
        .map(([name, inner]) => [name, exact(inner)])
        .sort(byName),
    };
  }
  return value;
}

/** A value as JSON has it. */
export function plain(value: AttributeValue): unknown {
  if (value.N !== undefined) return Number(value.N) + 0; // no negative zero
  if (value.L !== undefined) return value.L.map(plain);
  if (value.M !== undefined) {
    const fields = Object.entries(value.M).map(([name, inner]) => [name, plain(inner)] as const);
    return Object.fromEntries(fields);
  }
  return value.NULL ? null : (value.S ?? value.BOOL);
}

const byName = ([one]: unknown[], [other]: unknown[]): number => (String(one) < String(other) ? -1 : 1);

function renderNumber(literal: string): object {
  const { digits, exponent } = parseNumber(literal)!;
  return digits === '' ? { N: '0' } : { N: `${literal.startsWith('-') ? '-' : ''}${digits}e${exponent}` };
}

/** Binary is text on the wire already. */
function asBase64(binary: Uint8Array | string): string {
  return typeof binary === 'string' ? binary : Buffer.from(binary).toString('base64');
}
