import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { itemSize } from 'dynalite/db';
import * as fc from 'fast-check';
import { itemBytes, wireBytes } from '../../../src/writer/item/item-size';
import { parseJsonAttributes } from '../../../src/writer/item/json-attributes';

test.each<[string, AttributeValue, number]>([
  ['a text in UTF-8', { S: 'aé€😀' }, 1 + 2 + 3 + 4],
  ['an empty text', { S: '' }, 0],
  ['a number of one digit', { N: '7' }, 2],
  ['a number of one pair of digits', { N: '12' }, 2],
  ['a number of two halves of a pair', { N: '1.2' }, 3],
  ['a number without the zeros around it', { N: '00120.3400' }, 4],
  ['a number without its power of ten', { N: '12e100' }, 2],
  ['zero', { N: '0' }, 1],
  ['a negative number', { N: '-123' }, 4],
  ['binary as its bytes', { B: Buffer.from([1, 2, 3]) }, 3],
  ['true', { BOOL: true }, 1],
  ['null', { NULL: true }, 1],
  ['an empty list', { L: [] }, 3],
  ['a list with a byte for each element', { L: [{ S: 'ab' }, { BOOL: false }] }, 3 + 3 + 2],
  ['a map with a byte for each entry', { M: { ab: { S: 'cd' } } }, 3 + 5],
])('counts %s', (_, value, bytes) => {
  expect(itemBytes({ n: value })).toBe(1 + bytes);
});

test('measures a request with types and base64', () => {
  expect(wireBytes({ b: { B: Buffer.from([1, 2, 3]) }, s: { S: '"' } })).toBe(
    '{"b":{"B":"AQID"},"s":{"S":"\\""}}'.length,
  );
});

test('agrees with an emulator that was fitted to DynamoDB', () => {
  const text = fc.string({ minLength: 1 }); // in ASCII, where that emulator counts bytes
  const value = fc.letrec(tie => ({
    any: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.integer(),
      fc.double({ noNaN: true, min: -1e60, max: 1e60 }),
      fc.boolean(),
      fc.constant(null),
      tie('list'),
      tie('map'),
    ),
    list: fc.array(tie('any')),
    map: fc.dictionary(text, tie('any')),
  }));
  fc.assert(
    fc.property(fc.dictionary(text, value.any), fields => {
      const body = JSON.stringify(fields);
      fc.pre(!/\de-\d{3}/.test(body));
      const item = parseJsonAttributes(body);
      expect(itemBytes(item)).toBe(itemSize(item));
    }),
    { numRuns: 1000 },
  );
});
