import { strict as assert } from 'node:assert';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { startEngine, type Engine } from './engine';
import { exact, plain } from './exact';
import { recordsFrom } from './records';
import { compareSizes } from './sizes';
import { parseConfiguration, type Configuration } from '../../src/writer/configuration';
import { renderItem } from '../../src/writer/item/message-item';
import { WriterProcess } from '../writer/writer-process';

/** Runs the bundled writer against DynamoDB Local: each message is stored exactly, or reported. */
async function main(): Promise<void> {
  const total = Number(process.argv[2] ?? 20_000);
  const engine = await startEngine();
  try {
    const each = Math.ceil(total / CONFIGURATIONS.length);
    for (const [index, [name, given]] of CONFIGURATIONS.entries()) {
      const { stored, reported } = await drive(engine, `table-${index}`, given, each, name.includes('FIFO'));
      console.log(`${name}: ${stored} stored, ${reported} reported`);
    }
    console.log(`${await compareSizes(engine)} sizes and numbers: the writer's verdict is the engine's`);
  } finally {
    engine.stop();
  }
}

const FIELD = { name: 'id', from: 'jsonField', field: 'id' };
const MESSAGE = { name: 'message', from: 'messageId' };
const SORT = { name: 'sort', from: 'messageId' };
const JSON_BODY = { as: 'json' };

/** The configurations that a construct can render, as many as differ in the way to the table. */
const CONFIGURATIONS: readonly (readonly [string, object])[] = [
  ['text', {}],
  ['JSON', { body: JSON_BODY, partitionKey: FIELD }],
  ['JSON, inserted', { body: JSON_BODY, partitionKey: MESSAGE, writeMode: 'insertOnly' }],
  ['key from the content', { partitionKey: { name: 'id', from: 'contentHash' } }],
  ['key from the content, JSON', { body: JSON_BODY, partitionKey: { name: 'hash', from: 'contentHash' } }],
  ['with a sort key', { body: JSON_BODY, partitionKey: FIELD, sortKey: SORT }],
  [
    'with a sort key, inserted, for a time',
    {
      partitionKey: FIELD,
      sortKey: SORT,
      writeMode: 'insertOnly',
      timeToLive: { attribute: 'expiresAt', seconds: 60 },
    },
  ],
  ['key from an attribute', { partitionKey: { name: 'id', from: 'messageAttribute', attribute: 'key' } }],
  ['FIFO', { body: JSON_BODY, partitionKey: MESSAGE }],
];

async function drive(engine: Engine, tableName: string, given: object, count: number, isFifo: boolean) {
  const text = JSON.stringify({ tableName, ...given });
  const configuration = parseConfiguration(text);
  const keys = [configuration.partitionKey.name, ...(configuration.sortKey ? [configuration.sortKey.name] : [])];
  await engine.createTable(tableName, keys);
  const writer = WriterProcess.start(engine.endpoint, text);
  const next = recordsFrom(count + tableName.length, isFifo);
  const expected = new Map<string, Record<string, AttributeValue>>();
  let reported = 0;
  for (let made = 0; made < count;) {
    const records = Array.from({ length: Math.min(count - made, 1 + (made % (isFifo ? 10 : 100))) }, next);
    made += records.length;
    const { batchItemFailures } = await writer.invoke({ Records: records }, 60_000);
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    reported += failed.size;
    for (const record of records.filter(({ messageId }) => !failed.has(messageId))) {
      const { item, key } = renderItem(record, configuration);
      assert.ok(saysTheSame(item, record.body, configuration), `not the message: ${record.messageId}`);
      if (configuration.writeMode === 'overwrite' || !expected.has(key)) expected.set(key, item);
    }
  }
  await writer.stop();
  await compare(engine, tableName, keys, [...expected.values()]);
  return { stored: expected.size, reported };
}

/** Whether an item holds the body, by a reader that is not the writer's. */
function saysTheSame(item: Record<string, AttributeValue>, body: string, configuration: Configuration): boolean {
  if (configuration.body.as === 'text') return item[configuration.body.attribute].S === body;
  const read = plain({ M: item }) as Record<string, unknown>;
  return Object.entries(JSON.parse(body) as object).every(([name, value]) => {
    if (name === configuration.partitionKey.name && typeof value === 'number') return Number(read[name]) === value;
    const want = JSON.stringify(value, (_, inner: unknown) => (inner === 0 ? 0 : inner));
    return JSON.stringify(read[name]) === want;
  });
}

/** Everything that was acknowledged is in the table as it should be, and nothing else is. */
async function compare(
  engine: Engine,
  tableName: string,
  keys: readonly string[],
  items: readonly Record<string, AttributeValue>[],
): Promise<void> {
  const keyOf = (item: Record<string, AttributeValue>) => JSON.stringify(keys.map(name => item[name].S));
  const found = new Map((await engine.scan(tableName)).map(item => [keyOf(item), item]));
  for (const item of items) {
    const stored = found.get(keyOf(item));
    assert.ok(stored, 'acknowledged, and not stored');
    assert.deepEqual(exact({ M: stored }), exact({ M: { ...item } }));
  }
  assert.equal(found.size, items.length, 'stored, and reported as failed');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1); // whatever still runs
});
