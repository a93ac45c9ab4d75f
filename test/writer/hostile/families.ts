import { message, type RecordOverrides } from '../messages';

/** Makes a message of about so many bytes that is as hard on its reader as its kind can be. */
export type Family = (bytes: number) => RecordOverrides;

const body = (text: (bytes: number) => string): Family => {
  return bytes => ({ body: text(bytes) });
};
const number = (stringValue: (bytes: number) => string): Family => {
  return bytes => ({
    body: '{"id":"a"}',
    messageAttributes: { n: { dataType: 'Number', stringValue: stringValue(bytes) } },
  });
};
const field = (value: (bytes: number) => string): Family => body(bytes => `{"id":"a","n":${value(bytes)}}`);
const list = (element: string): Family =>
  field(
    bytes =>
      `[${Array(Math.ceil(bytes / (element.length + 1)))
        .fill(element)
        .join()}]`,
  );

/** What a sender could do to a writer that looks at a character more than once. */
export const FAMILIES: Readonly<Record<string, Family>> = {
  'zeros between two digits': field(bytes => `1${'0'.repeat(bytes)}1`),
  'zeros after the point': field(bytes => `0.${'0'.repeat(bytes)}1`),
  'zeros at the end': field(bytes => `1${'0'.repeat(bytes)}`),
  'many digits': field(bytes => '1'.repeat(bytes)),
  'a long exponent': field(bytes => `1e${'9'.repeat(bytes)}`),
  'an exponent of zeros': field(bytes => `1e${'0'.repeat(bytes)}1`),
  'many exponents': list('1e1'),
  'many numbers': list('1'),
  'many nothings': list('null'),
  'many empty texts': list('""'),
  'many empty objects': list('{}'),
  'nested lists': field(bytes => '['.repeat(bytes / 2) + ']'.repeat(bytes / 2)),
  'lists that never close': body(bytes => '['.repeat(bytes)),
  'nested objects': body(bytes => '{"a":'.repeat(bytes / 6) + '1' + '}'.repeat(bytes / 6)),
  'lists 31 deep, side by side': list('['.repeat(30) + ']'.repeat(30)),
  'escaped backslashes': field(bytes => `"${'\\\\'.repeat(bytes / 2)}"`),
  'escaped quotes': field(bytes => `"${'\\"'.repeat(bytes / 2)}"`),
  'backslashes before a quote': field(bytes => `"${'\\\\'.repeat(bytes / 2)}\\""`),
  'escaped letters': field(bytes => `"${'\\u0041'.repeat(bytes / 6)}"`),
  'escaped texts, one after the other': list('"\\\\"'),
  'an escape at the end': body(bytes => `{"a":"${'a'.repeat(bytes)}\\`),
  'many fields': body(
    bytes => `{"id":"a",${Array.from({ length: bytes / 12 }, (_, index) => `"f${index}":1`).join()}}`,
  ),
  'many fields with numbers for names': body(
    bytes => `{"id":"a",${Array.from({ length: bytes / 14 }, (_, index) => `"${index * 7919}":1`).join()}}`,
  ),
  'the same field again and again': body(
    bytes =>
      `{${Array(Math.ceil(bytes / 6))
        .fill('"a":1')
        .join()}}`,
  ),
  'a field with a long name': body(bytes => `{"id":"a","${'f'.repeat(bytes)}":1}`),
  'white space around everything': body(
    bytes => `{${' '.repeat(bytes / 2)}"id"${'\t'.repeat(bytes / 4)}:"a"${'\n'.repeat(bytes / 4)}}`,
  ),
  'white space between elements': list('1 \n\t\r '),
  'pairs of surrogates': field(bytes => `"${'😀'.repeat(bytes / 4)}"`),
  'half a surrogate at the end': field(bytes => `"${'a'.repeat(bytes)}\ud83d"`),
  'half a surrogate, escaped': field(bytes => `"${'a'.repeat(bytes)}\\ud83d"`),
  'a key of that length': body(bytes => `{"id":"${'k'.repeat(bytes)}"}`),
  'a text that is no JSON': body(bytes => 'x'.repeat(bytes)),
  'an attribute with zeros between two digits': number(bytes => `1${'0'.repeat(bytes)}1`),
  'an attribute with digits and a letter': number(bytes => `${'1'.repeat(bytes)}x`),
  'an attribute with digits, points and a letter': number(
    bytes => `${'1'.repeat(bytes / 2)}.${'1'.repeat(bytes / 2)}e+x`,
  ),
  'an attribute with signs': number(bytes => '+-'.repeat(bytes / 2)),
  'many attributes': bytes => ({
    body: '{"id":"a"}',
    messageAttributes: Object.fromEntries(
      Array.from({ length: bytes / 13 }, (_, index) => [`a${index}`, { dataType: 'Number', stringValue: '1' }]),
    ),
  }),
};

export const hostileMessage = (name: string, bytes: number) => message(FAMILIES[name](bytes));
