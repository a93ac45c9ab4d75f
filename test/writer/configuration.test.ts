import { CONFIGURATION } from './messages';
import { InvalidConfiguration, parseConfiguration } from '../../src/writer/configuration';

test('needs the name of the table only', () => {
  expect(parseConfiguration('{"tableName":"orders"}')).toEqual(CONFIGURATION);
});

test('names every problem at once', () => {
  const given = {
    tableName: '',
    partitionKey: { name: 'id', from: 'jsonField' },
    sortKey: { from: 'nowhere' },
    body: { as: 'xml' },
    writeMode: 'append',
    timeToLive: { attribute: 'id', seconds: 0.5 },
    waits: { queueUrl: 'orders', steps: [180, 0], jitter: 1 },
    color: 'red',
  };
  expect(() => parseConfiguration(JSON.stringify(given))).toThrow(
    new InvalidConfiguration([
      "'color' is not a setting",
      '\'tableName\' must be a text, got ""',
      "'partitionKey.field' must be a text, got undefined",
      "'sortKey.name' must be a text, got undefined",
      '\'sortKey.from\' must be one of messageId, contentHash, jsonField, messageAttribute, got "nowhere"',
      "'body.as' must be 'text' or 'json', got \"xml\"",
      "'writeMode' must be 'overwrite' or 'insertOnly', got \"append\"",
      "'timeToLive.seconds' must be a whole number of seconds above 0, got 0.5",
      '\'waits.queueUrl\' must be a URL, got "orders"',
      "'waits.steps' must be a list of whole seconds above 0, got [180,0]",
      "'waits.jitter' must be a number of at least 0 and below 1, got 1",
      "attribute 'id' must have one use, got several",
    ]),
  );
});

test.each([
  ['it must be a JSON object', undefined],
  ['it must be a JSON object', ''],
  ['it must be a JSON object', '[]'],
  ['it must be a JSON object', '{"tableName":'],
  ['\'partitionKey\' must be an object, got "id"', '{"tableName":"orders","partitionKey":"id"}'],
  ["'body' must be an object, got null", '{"tableName":"orders","body":null}'],
  [
    '\'partitionKey.from\' must be one of messageId, contentHash, jsonField, messageAttribute, got "constructor"',
    '{"tableName":"orders","partitionKey":{"name":"id","from":"constructor"}}',
  ],
  [
    '\'partitionKey.from\' must be one of messageId, contentHash, jsonField, messageAttribute, got ["messageId"]',
    '{"tableName":"orders","partitionKey":{"name":"id","from":["messageId"]}}',
  ],
  ["'waits' must be an object, got []", '{"tableName":"orders","waits":[]}'],
  ["'timeToLive' must be an object, got 5", '{"tableName":"orders","timeToLive":5}'],
  [
    "attribute 'traceHeader' must have one use, got several",
    '{"tableName":"orders","body":{"as":"text","attribute":"traceHeader"}}',
  ],
])('fails with: %s', (problem, text) => {
  expect(() => parseConfiguration(text)).toThrow(`${problem} [WRITER_CONFIGURATION]`);
});
