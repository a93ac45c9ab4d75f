import { counts, prepareBatch } from './prepare-batch';
import { storeBatch } from '../../../src/writer/batch/batch';
import type { Configuration } from '../../../src/writer/configuration';
import { CONFIGURATION, message, messages } from '../messages';
import { ClockDouble, REFUSED_MARK, type Fault } from '../table-double';

const INSERT_ONLY: Configuration = { ...CONFIGURATION, writeMode: 'insertOnly' };
const BY_BODY: Configuration = { ...CONFIGURATION, partitionKey: { name: 'id', from: 'jsonField', field: 'id' } };

describe('overwriting', () => {
  test('puts 25 items in a call', async () => {
    const { table, store } = prepareBatch();
    expect(counts(await store(messages(60)))).toEqual({ stored: 60 });
    expect(table.calls).toBe(3);
  });

  test('divides a call before it would exceed 16 MB on the wire', async () => {
    const configuration: Configuration = { ...CONFIGURATION, body: { as: 'json' } };
    const { table, store } = prepareBatch(configuration);
    // two bytes stored, fourteen on the wire
    const manyNulls = (): string => `{"a":[${Array(195_000).fill('null').join()}]}`;
    expect(counts(await store(messages(7, manyNulls)))).toEqual({ stored: 7 });
    expect(table.calls).toBe(2);
  });

  test('writes the last of the messages with one key', async () => {
    const { table, store } = prepareBatch(BY_BODY);
    const outcomes = await store(messages(3, index => `{"id":"a","n":${index}}`));
    expect(outcomes).toEqual({ m0: 'superseded', m1: 'superseded', m2: 'stored' });
    expect(table.items.get('a')).toMatchObject({ body: { S: '{"id":"a","n":2}' } });
    expect(table.journal).toHaveLength(1);
  });

  test('writes the message before the last when the last is refused', async () => {
    const { table, store } = prepareBatch(BY_BODY);
    const outcomes = await store(messages(2, index => `{"id":"a","n":"${index === 1 ? REFUSED_MARK : ''}"}`));
    expect(outcomes).toEqual({ m0: 'stored', m1: 'poison: refusedByTable' });
    expect(table.items.get('a')).toMatchObject({ body: { S: '{"id":"a","n":""}' } });
  });

  test('hands back every message with the key of one that could not be stored', async () => {
    const { table, store } = prepareBatch(BY_BODY);
    table.fail({ kind: 'tableMissing' });
    expect(await store(messages(2, () => '{"id":"a"}'))).toEqual({
      m0: 'retryable: ResourceNotFoundException',
      m1: 'retryable: ResourceNotFoundException',
    });
  });

  test('stores a message once that is in the batch twice', async () => {
    const { table, store } = prepareBatch();
    await store([message({ messageId: 'm1' }), message({ messageId: 'm1' })]);
    expect(table.journal).toHaveLength(1);
  });
});

describe('inserting', () => {
  test('leaves the item that is there', async () => {
    const { table, store } = prepareBatch(INSERT_ONLY);
    table.items.set('m1', { id: { S: 'm1' } });
    expect(await store(messages(3))).toEqual({ m0: 'stored', m1: 'duplicate', m2: 'stored' });
    expect(table.items.get('m1')).toEqual({ id: { S: 'm1' } });
  });

  test('writes the first of the messages with one key', async () => {
    const { table, store } = prepareBatch({ ...BY_BODY, writeMode: 'insertOnly' });
    expect(await store(messages(2, index => `{"id":"a","n":${index}}`))).toEqual({ m0: 'stored', m1: 'duplicate' });
    expect(table.items.get('a')).toMatchObject({ body: { S: '{"id":"a","n":0}' } });
  });

  test('has at most 40 calls under way', async () => {
    let underWay = 0;
    let most = 0;
    const table = {
      putAll: async () => [],
      insert: async () => {
        most = Math.max(most, ++underWay);
        await new Promise(resolve => setImmediate(resolve));
        underWay--;
      },
    };
    await storeBatch(messages(100), INSERT_ONLY, table, new ClockDouble());
    expect(most).toBe(40);
  });
});

describe('unprocessed items', () => {
  test('are put again alone', async () => {
    const { table, store } = prepareBatch();
    table.fail({ kind: 'unprocessed', every: 5 });
    expect(counts(await store(messages(25)))).toEqual({ stored: 25 });
    expect(table.journal).toHaveLength(25);
    expect(table.calls).toBe(2);
  });

  test('are handed back when nothing gets through any more', async () => {
    const { table, store } = prepareBatch();
    table.fail(...Array<Fault>(10).fill({ kind: 'unprocessed', every: 1 }));
    expect(await store(messages(1))).toEqual({ m0: 'retryable: UnprocessedItems' });
    expect(table.calls).toBe(5);
  });

  test('wait longer each time, with full jitter', async () => {
    const { clock, table, store } = prepareBatch();
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    table.fail(...Array<Fault>(4).fill({ kind: 'throttled' }));
    await store(messages(1));
    expect(clock.slept).toEqual([50, 100, 200, 400]);
  });
});

describe('poison', () => {
  test.each([2, 7, 10, 25])('is found among %i messages in twice the logarithm of calls', async count => {
    for (let position = 0; position < count; position++) {
      const { table, store } = prepareBatch();
      const outcomes = await store(messages(count, index => (index === position ? REFUSED_MARK : 'good')));
      expect(counts(outcomes)).toEqual({ stored: count - 1, 'poison: refusedByTable': 1 });
      expect(outcomes[`m${position}`]).toBe('poison: refusedByTable');
      expect(table.calls).toBeLessThanOrEqual(1 + 2 * Math.ceil(Math.log2(count)));
    }
  });

  test('costs no call when the mapping sees it', async () => {
    const { table, store } = prepareBatch();
    expect(counts(await store(messages(10, index => (index === 3 ? 'a'.repeat(410_000) : 'good'))))).toEqual({
      stored: 9,
      'oversize: oversize': 1,
    });
    expect(table.calls).toBe(1);
  });

  test('does not stop the calls beside it', async () => {
    const { store } = prepareBatch();
    expect(counts(await store(messages(100, index => (index % 25 === 0 ? REFUSED_MARK : 'good'))))).toEqual({
      stored: 96,
      'poison: refusedByTable': 4,
    });
  });
});

describe('time', () => {
  test('is not spent on a call that could not be answered', async () => {
    const { table, store } = prepareBatch(CONFIGURATION, 0);
    expect(counts(await store(messages(30)))).toEqual({ 'retryable: OutOfTime': 30 });
    expect(table.calls).toBe(0);
  });

  test('ends the waiting too', async () => {
    const { clock, table, store } = prepareBatch(CONFIGURATION, 120);
    jest.spyOn(Math, 'random').mockReturnValue(1);
    table.fail(...Array<Fault>(10).fill({ kind: 'throttled' }));
    expect(await store(messages(1))).toEqual({ m0: 'retryable: OutOfTime' });
    expect(clock.remaining()).toBe(0);
  });
});
