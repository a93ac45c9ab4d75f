/** A value of an item, in the form in which it goes over the wire. */
export interface WireValue {
  S?: string;
  N?: string;
  B?: string;
  M?: WireItem;
  L?: WireValue[];
  SS?: string[];
  NS?: string[];
  BS?: string[];
}

export type WireItem = Record<string, WireValue>;

/** What DynamoDB counts of an item, in bytes: dynalite counts characters. */
export function sizeOfItem(item: WireItem): number {
  return sum(Object.entries(item), ([name, value]) => Buffer.byteLength(name) + sizeOfValue(value));
}

function sizeOfValue({ S, N, B, M, L, SS, NS, BS }: WireValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return sizeOfNumber(N);
  if (B !== undefined) return Buffer.byteLength(B, 'base64');
  if (M !== undefined) return 3 + Object.keys(M).length + sizeOfItem(M);
  if (L !== undefined) return 3 + L.length + sum(L, sizeOfValue);
  if (SS !== undefined) return sum(SS, text => Buffer.byteLength(text));
  if (NS !== undefined) return sum(NS, sizeOfNumber);
  if (BS !== undefined) return sum(BS, bytes => Buffer.byteLength(bytes, 'base64'));
  return 1;
}

/** One byte for each two digits, counted from the point on both ways, one more, and one for a sign. */
function sizeOfNumber(literal: string): number {
  const [mantissa, power = '0'] = literal.toLowerCase().replace(/^[+-]/, '').split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  const shift = Number(power) - fraction.length; // of the last digit
  const written = (whole + fraction).replace(/^0+/, '');
  const digits = written.replace(/0+$/, '');
  if (digits === '') return 1;
  const last = shift + written.length - digits.length;
  const first = last + digits.length - 1;
  return Math.floor(first / 2) - Math.floor(last / 2) + 2 + Number(literal.startsWith('-'));
}

const sum = <T>(items: readonly T[], sizeOf: (item: T) => number): number =>
  items.reduce((total, item) => total + sizeOf(item), 0);
