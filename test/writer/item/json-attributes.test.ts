import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as fc from 'fast-check';
import { parseJsonAttributes } from '../../../src/writer/item/json-attributes';
import { Refusal } from '../../../src/writer/item/refusal';

test('keeps every kind of value', () => {
  const body =
    ' { "s" : "t\\u00e9xt \\"q\\" \\\\", "n":-1.50e+3,\n"yes":true,"no":false,"nil":null,"list":[1,[],{}],"map":{"a":{"":"c"}} }';
  expect({ ...parseJsonAttributes(body) }).toEqual({
    s: { S: 'téxt "q" \\' },
    n: { N: '-1.50e+3' },
    yes: { BOOL: true },
    no: { BOOL: false },
    nil: { NULL: true },
    list: { L: [{ N: '1' }, { L: [] }, { M: {} }] },
    map: { M: { a: { M: { '': { S: 'c' } } } } },
  });
});

test('keeps a number that JavaScript would round', () => {
  expect({ ...parseJsonAttributes('{"id":9007199254740993,"pi":3.1415926535897932384626433832795028841}') }).toEqual({
    id: { N: '9007199254740993' },
    pi: { N: '3.1415926535897932384626433832795028841' },
  });
});

test('keeps a field called __proto__', () => {
  const fields = parseJsonAttributes('{"__proto__":{"a":1},"constructor":2}');
  expect(Object.entries(fields)).toEqual([
    ['__proto__', { M: { a: { N: '1' } } }],
    ['constructor', { N: '2' }],
  ]);
});

test.each([
  ['notJson', ''],
  ['notJson', '{"a":1'],
  ['notJson', '{"a":NaN}'],
  ['notJson', '{"a":01}'],
  ['notJson', `${'['.repeat(200_000)}`],
  ['notJsonObject', '[1]'],
  ['notJsonObject', '"text"'],
  ['notJsonObject', 'null'],
  ['duplicateField', '{"a":1,"a":1}'],
  ['duplicateField', '{"a":{"b":1,"\\u0062":2}}'],
  ['emptyFieldName', '{"":1}'],
  ['invalidUnicode', '{"a":"\\ud800"}'],
  ['invalidUnicode', '{"\\udfff":1}'],
  ['numberNotStorable', '{"a":1e126}'],
  ['numberNotStorable', '{"a":1e-131}'],
  ['numberNotStorable', `{"a":1${'0'.repeat(126)}}`],
  ['numberNotStorable', `{"a":${'1234567890'.repeat(4)}}`],
  ['tooDeep', `{"a":${'['.repeat(33)}${']'.repeat(33)}}`],
])('refuses as %s: %.40s', (reason, body) => {
  expect(() => parseJsonAttributes(body)).toThrow(new Refusal(reason as Refusal['reason']));
});

test.each([
  ['the largest power of ten', '{"a":9.9e125}'],
  ['the smallest power of ten', '{"a":1e-130}'],
  ['38 digits and zeros around them', `{"a":0.000${'12345678901234567890123456789012345678'}000}`],
  ['32 levels', `{"a":${'['.repeat(32)}${']'.repeat(32)}}`],
])('takes %s', (_, body) => {
  expect(() => parseJsonAttributes(body)).not.toThrow();
});

test('reads whatever JSON.stringify writes', () => {
  const object = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 4 }));
  fc.assert(
    fc.property(object, fc.constantFrom(undefined, 1, '\t\n\r '), (value, space) => {
      const body = JSON.stringify(value, undefined, space);
      fc.pre(!/\de[+-]\d{3}/.test(body)); // numbers that DynamoDB has no room for
      expect(plain({ M: parseJsonAttributes(body) })).toEqual(JSON.parse(body));
    }),
  );
});

test('refuses a text that JSON.parse refuses', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\ 1e-.tfn'.split('')) }), body => {
      let isObject = false;
      try {
        const value: unknown = JSON.parse(body);
        isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      } catch {
        // stays refused
      }
      fc.pre(!isObject);
      expect(() => parseJsonAttributes(body)).toThrow(Refusal);
    }),
  );
});

/** The value that an attribute stands for, as JavaScript has it. */
function plain(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.L !== undefined) return value.L.map(plain);
  if (value.M === undefined) return null;
  const object = {};
  for (const [name, element] of Object.entries(value.M)) {
    Object.defineProperty(object, name, { value: plain(element), enumerable: true });
  }
  return object;
}
