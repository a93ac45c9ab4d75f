import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import type { Configuration } from '../../../src/writer/configuration';
import { renderItem } from '../../../src/writer/item/message-item';
import { Refusal } from '../../../src/writer/item/refusal';
import { CONFIGURATION, message, type RecordOverrides } from '../messages';

const JSON_BODY: Configuration = { ...CONFIGURATION, body: { as: 'json' } };
const BY_FIELD: Configuration = {
  ...CONFIGURATION,
  partitionKey: { name: 'id', from: 'jsonField', field: 'order.id' },
};
const BY_ATTRIBUTE: Configuration = {
  ...CONFIGURATION,
  partitionKey: { name: 'id', from: 'messageAttribute', attribute: 'orderId' },
};
const BY_HASH: Configuration = { ...CONFIGURATION, partitionKey: { name: 'id', from: 'contentHash' } };

function plainItem(overrides: RecordOverrides, configuration: Partial<Configuration> = {}): object {
  return { ...renderItem(message(overrides), { ...CONFIGURATION, ...configuration }).item };
}

describe('body', () => {
  test('is one attribute as text', () => {
    expect(plainItem({ messageId: 'm1', body: '{"not":"parsed"}' })).toEqual({
      id: { S: 'm1' },
      body: { S: '{"not":"parsed"}' },
    });
  });

  test('is an attribute for each field as JSON', () => {
    expect(plainItem({ messageId: 'm1', body: '{"total":12.50,"lines":[1]}' }, JSON_BODY)).toEqual({
      id: { S: 'm1' },
      total: { N: '12.50' },
      lines: { L: [{ N: '1' }] },
    });
  });
});

describe('key', () => {
  test.each<[string, Configuration, RecordOverrides, string]>([
    ['is the message id', CONFIGURATION, { messageId: 'm1' }, 'm1'],
    ['is the hash of the body', BY_HASH, { body: 'é' }, createHash('sha256').update('é').digest('hex')],
    ['is a nested field', BY_FIELD, { body: '{"order":{"id":"a-1"}}' }, 'a-1'],
    ['is a number as it was written', BY_FIELD, { body: '{"order":{"id":9007199254740993.0}}' }, '9007199254740993.0'],
    [
      'is a message attribute',
      BY_ATTRIBUTE,
      { messageAttributes: { orderId: { dataType: 'String', stringValue: 'a-1' } } },
      'a-1',
    ],
    [
      'is a message attribute of type Number',
      BY_ATTRIBUTE,
      { messageAttributes: { orderId: { dataType: 'Number', stringValue: '7' } } },
      '7',
    ],
    ['has up to 2048 bytes', BY_FIELD, { body: `{"order":{"id":"${'é'.repeat(1024)}"}}` }, 'é'.repeat(1024)],
  ])('%s', (_, configuration, overrides, key) => {
    expect(renderItem(message(overrides), configuration)).toMatchObject({ key, item: { id: { S: key } } });
  });

  test('takes the place of the field it comes from', () => {
    const configuration = { ...JSON_BODY, partitionKey: { name: 'id', from: 'jsonField', field: 'id' } } as const;
    expect(plainItem({ body: '{"id":7,"a":1}' }, configuration)).toEqual({ id: { S: '7' }, a: { N: '1' } });
  });

  test('has a sort part on request', () => {
    const configuration = { ...CONFIGURATION, sortKey: { name: 'at', from: 'jsonField', field: 'at' } } as const;
    const { item, key } = renderItem(message({ messageId: 'm1', body: '{"at":"now"}' }), configuration);
    expect(item).toEqual({ id: { S: 'm1' }, at: { S: 'now' }, body: { S: '{"at":"now"}' } });
    expect(key).toBe('["m1","now"]');
  });
});

test('keeps message attributes by their type, and the trace header', () => {
  expect(
    plainItem({
      messageId: 'm1',
      body: 'b',
      attributes: { AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793' },
      messageAttributes: {
        text: { dataType: 'String.custom', stringValue: 'a' },
        number: { dataType: 'Number', stringValue: '12345678901234567890' },
        binary: { dataType: 'Binary', binaryValue: 'AQID' },
        __proto__x: { dataType: 'String', stringValue: 'b' },
        nothing: { dataType: 'String', stringValue: null as never, binaryValue: null as never },
        noBytes: { dataType: 'Binary', binaryValue: null as never },
      },
    }),
  ).toEqual({
    id: { S: 'm1' },
    body: { S: 'b' },
    traceHeader: { S: 'Root=1-5759e988-bd862e3fe1be46a994272793' },
    messageAttributes: {
      M: {
        text: { S: 'a' },
        number: { N: '12345678901234567890' },
        binary: { B: Buffer.from([1, 2, 3]) },
        __proto__x: { S: 'b' },
        nothing: { S: '' },
        noBytes: { B: Buffer.from([]) },
      },
    },
  });
});

const PROTO = '__proto__';

test.each<[string, Partial<Configuration>, [string, object][]]>([
  ['partition key', { partitionKey: { name: PROTO, from: 'messageId' } }, [[PROTO, { S: 'm1' }]]],
  ['sort key', { sortKey: { name: PROTO, from: 'jsonField', field: 'at' } }, [[PROTO, { S: 'now' }]]],
  ['body', { body: { as: 'text', attribute: PROTO } }, [[PROTO, { S: '{"at":"now"}' }]]],
  ['time to live', { timeToLive: { attribute: PROTO, seconds: 1 } }, [[PROTO, { N: '1795480001' }]]],
])('keeps an attribute that is named as a part of every object: %s', (_, configuration, entries) => {
  const { item } = renderItem(message({ messageId: 'm1', body: '{"at":"now"}' }), {
    ...CONFIGURATION,
    ...configuration,
  });

  expect(Object.entries(item)).toEqual(expect.arrayContaining(entries));
});

test('expires from when the message was sent, not from when it was delivered', () => {
  expect(
    plainItem(
      { attributes: { SentTimestamp: '1795480000999' } },
      { timeToLive: { attribute: 'expiresAt', seconds: 3600 } },
    ),
  ).toMatchObject({ expiresAt: { N: '1795483600' } });
});

test('counts the bytes of the item', () => {
  expect(renderItem(message({ messageId: 'm1', body: 'é' }), CONFIGURATION).bytes).toBe(
    'id'.length + 'm1'.length + 'body'.length + 2,
  );
});

test.each<[string, Configuration, RecordOverrides]>([
  ['notJson', JSON_BODY, { body: 'hello' }],
  ['notJson', BY_FIELD, { body: 'hello' }],
  ['fieldMissing', BY_FIELD, { body: '{"order":{}}' }],
  ['fieldMissing', BY_FIELD, { body: '{"order":"a"}' }],
  [
    'fieldMissing',
    { ...BY_FIELD, partitionKey: { name: 'id', from: 'jsonField', field: 'a.constructor' } },
    { body: '{"a":1}' },
  ],
  ['keyNotText', BY_FIELD, { body: '{"order":{"id":true}}' }],
  ['keyNotText', BY_FIELD, { body: '{"order":{"id":null}}' }],
  ['keyNotText', BY_FIELD, { body: '{"order":{"id":["a"]}}' }],
  ['emptyKey', BY_FIELD, { body: '{"order":{"id":""}}' }],
  ['keyTooLong', BY_FIELD, { body: `{"order":{"id":"${'a'.repeat(2049)}"}}` }],
  [
    'keyTooLong',
    { ...CONFIGURATION, sortKey: { name: 'at', from: 'jsonField', field: 'at' } },
    { body: `{"at":"${'a'.repeat(1025)}"}` },
  ],
  ['messageAttributeMissing', BY_ATTRIBUTE, {}],
  ['keyNotText', BY_ATTRIBUTE, { messageAttributes: { orderId: { dataType: 'Binary', binaryValue: 'AQID' } } }],
  ['numberNotStorable', CONFIGURATION, { messageAttributes: { n: { dataType: 'Number', stringValue: 'NaN' } } }],
  ['numberNotStorable', CONFIGURATION, { messageAttributes: { n: { dataType: 'Number', stringValue: '' } } }],
  ['invalidUnicode', CONFIGURATION, { body: 'half a pair: \ud83d' }],
  [
    'sentTimestampMissing',
    { ...CONFIGURATION, timeToLive: { attribute: 'ttl', seconds: 1 } },
    { attributes: { SentTimestamp: undefined } },
  ],
  ['attributeTaken', JSON_BODY, { body: '{"id":"of its own"}' }],
  ['attributeTaken', { ...JSON_BODY, timeToLive: { attribute: 'ttl', seconds: 1 } }, { body: '{"ttl":5}' }],
  [
    'attributeTaken',
    JSON_BODY,
    { body: '{"messageAttributes":1}', messageAttributes: { a: { dataType: 'String', stringValue: 'b' } } },
  ],
  ['oversize', CONFIGURATION, { messageId: 'm1', body: 'a'.repeat(400 * 1024 - 'idm1body'.length + 1) }],
])('refuses as %s', (reason, configuration, overrides) => {
  expect(() => renderItem(message(overrides), configuration)).toThrow(new Refusal(reason as Refusal['reason']));
});

test('takes an item of exactly 400 KB', () => {
  expect(
    renderItem(message({ messageId: 'm1', body: 'a'.repeat(400 * 1024 - 'idm1body'.length) }), CONFIGURATION).bytes,
  ).toBe(409_600);
});

test('is the same for each delivery of a message', () => {
  const delivery = fc.record({
    receiptHandle: fc.string(),
    receives: fc.integer({ min: 1, max: 1000 }),
    first: fc.nat(),
  });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), delivery, delivery, (body, one, other) => {
      const deliver = ({ receiptHandle, receives, first }: typeof one): object =>
        renderItem(
          message({
            body,
            receiptHandle,
            attributes: { ApproximateReceiveCount: String(receives), ApproximateFirstReceiveTimestamp: String(first) },
          }),
          BY_HASH,
        );
      expect(deliver(one)).toEqual(deliver(other));
    }),
  );
});
