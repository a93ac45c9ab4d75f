import type { SQSRecord } from 'aws-lambda';
import { storeBatch } from '../../../src/writer/batch/batch';
import type { Settled } from '../../../src/writer/batch/outcome';
import type { Configuration } from '../../../src/writer/configuration';
import { identify } from '../../../src/writer/item/message-item';
import { CONFIGURATION, fifoMessage, message, messages } from '../messages';
import { ClockDouble, REFUSED_MARK, TableDouble, type Fault } from '../table-double';

const INSERT_ONLY: Configuration = { ...CONFIGURATION, writeMode: 'insertOnly' };
const BY_BODY: Configuration = { ...CONFIGURATION, partitionKey: { name: 'id', from: 'jsonField', field: 'id' } };

function prepare(configuration = CONFIGURATION, time = 30_000) {
  const clock = new ClockDouble(time);
  const table = new TableDouble(
    item => identify(item, configuration),
    milliseconds => clock.pass(milliseconds),
  );
  const store = async (records: SQSRecord[]) => summary(await storeBatch(records, configuration, table, clock));
  return { clock, table, store };
}

/** Outcomes by message id, as `kind` or `kind: cause`. */
function summary(settled: readonly Settled[]): Record<string, string> {
  return Object.fromEntries(
    settled.map(({ record, outcome }) => [
      record.messageId,
      'cause' in outcome ? `${outcome.kind}: ${outcome.cause}` : outcome.kind,
    ]),
  );
}

function counts(outcomes: Record<string, string>): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const outcome of Object.values(outcomes)) counted[outcome] = (counted[outcome] ?? 0) + 1;
  return counted;
}

describe('overwriting', () => {
  test('puts 25 items in a call', async () => {
    const { table, store } = prepare();
    expect(counts(await store(messages(60)))).toEqual({ stored: 60 });
    expect(table.calls).toBe(3);
  });

  test('divides a call before it would exceed 16 MB on the wire', async () => {
    const configuration: Configuration = { ...CONFIGURATION, body: { as: 'json' } };
    const { table, store } = prepare(configuration);
    // two bytes stored, fourteen on the wire
    const manyNulls = (): string => `{"a":[${Array(195_000).fill('null').join()}]}`;
    expect(counts(await store(messages(7, manyNulls)))).toEqual({ stored: 7 });
    expect(table.calls).toBe(2);
  });

  test('writes the last of the messages with one key', async () => {
    const { table, store } = prepare(BY_BODY);
    const outcomes = await store(messages(3, index => `{"id":"a","n":${index}}`));
    expect(outcomes).toEqual({ m0: 'superseded', m1: 'superseded', m2: 'stored' });
    expect(table.items.get('a')).toMatchObject({ body: { S: '{"id":"a","n":2}' } });
    expect(table.journal).toHaveLength(1);
  });

  test('writes the message before the last when the last is refused', async () => {
    const { table, store } = prepare(BY_BODY);
    const outcomes = await store(messages(2, index => `{"id":"a","n":"${index === 1 ? REFUSED_MARK : ''}"}`));
    expect(outcomes).toEqual({ m0: 'stored', m1: 'poison: refusedByTable' });
    expect(table.items.get('a')).toMatchObject({ body: { S: '{"id":"a","n":""}' } });
  });

  test('hands back every message with the key of one that could not be stored', async () => {
    const { table, store } = prepare(BY_BODY);
    table.fail({ kind: 'tableMissing' });
    expect(await store(messages(2, () => '{"id":"a"}'))).toEqual({
      m0: 'retryable: ResourceNotFoundException',
      m1: 'retryable: ResourceNotFoundException',
    });
  });

  test('stores a message once that is in the batch twice', async () => {
    const { table, store } = prepare();
    await store([message({ messageId: 'm1' }), message({ messageId: 'm1' })]);
    expect(table.journal).toHaveLength(1);
  });
});

describe('inserting', () => {
  test('leaves the item that is there', async () => {
    const { table, store } = prepare(INSERT_ONLY);
    table.items.set('m1', { id: { S: 'm1' } });
    expect(await store(messages(3))).toEqual({ m0: 'stored', m1: 'duplicate', m2: 'stored' });
    expect(table.items.get('m1')).toEqual({ id: { S: 'm1' } });
  });

  test('writes the first of the messages with one key', async () => {
    const { table, store } = prepare({ ...BY_BODY, writeMode: 'insertOnly' });
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
    const { table, store } = prepare();
    table.fail({ kind: 'unprocessed', every: 5 });
    expect(counts(await store(messages(25)))).toEqual({ stored: 25 });
    expect(table.journal).toHaveLength(25);
    expect(table.calls).toBe(2);
  });

  test('are handed back when nothing gets through any more', async () => {
    const { table, store } = prepare();
    table.fail(...Array<Fault>(10).fill({ kind: 'unprocessed', every: 1 }));
    expect(await store(messages(1))).toEqual({ m0: 'retryable: UnprocessedItems' });
    expect(table.calls).toBe(5);
  });

  test('wait longer each time, with full jitter', async () => {
    const { clock, table, store } = prepare();
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    table.fail(...Array<Fault>(4).fill({ kind: 'throttled' }));
    await store(messages(1));
    expect(clock.slept).toEqual([50, 100, 200, 400]);
  });
});

describe('poison', () => {
  test.each([2, 7, 10, 25])('is found among %i messages in twice the logarithm of calls', async count => {
    for (let position = 0; position < count; position++) {
      const { table, store } = prepare();
      const outcomes = await store(messages(count, index => (index === position ? REFUSED_MARK : 'good')));
      expect(counts(outcomes)).toEqual({ stored: count - 1, 'poison: refusedByTable': 1 });
      expect(outcomes[`m${position}`]).toBe('poison: refusedByTable');
      expect(table.calls).toBeLessThanOrEqual(1 + 2 * Math.ceil(Math.log2(count)));
    }
  });

  test('costs no call when the mapping sees it', async () => {
    const { table, store } = prepare();
    expect(counts(await store(messages(10, index => (index === 3 ? 'a'.repeat(410_000) : 'good'))))).toEqual({
      stored: 9,
      'oversize: oversize': 1,
    });
    expect(table.calls).toBe(1);
  });

  test('does not stop the calls beside it', async () => {
    const { store } = prepare();
    expect(counts(await store(messages(100, index => (index % 25 === 0 ? REFUSED_MARK : 'good'))))).toEqual({
      stored: 96,
      'poison: refusedByTable': 4,
    });
  });
});

describe('a lasting failure', () => {
  test.each<[Fault['kind'], string]>([
    ['keyDisabled', 'keyUnavailable: KMSKeyDisabledException'],
    ['keyDenied', 'keyUnavailable: AccessDeniedException'],
    ['tableMissing', 'retryable: ResourceNotFoundException'],
  ])('hands the whole batch back without another call: %s', async (kind, outcome) => {
    const { clock, table, store } = prepare();
    table.fail(...Array<Fault>(1000).fill({ kind } as Fault));
    expect(counts(await store(messages(2000)))).toEqual({ [outcome]: 2000 });
    expect(table.calls).toBe(40); // those under way at once
    expect(clock.slept).toEqual([]);
  });

  test('is what throttling becomes when it does not end', async () => {
    const { table, store } = prepare(CONFIGURATION, Infinity);
    table.fail(...Array<Fault>(1000).fill({ kind: 'throttled' }));
    expect(counts(await store(messages(2000)))).toEqual({ 'retryable: ThrottlingException': 2000 });
    expect(table.calls).toBeLessThanOrEqual(40 * 5);
  });
});

test('a failure of the moment is tried again and fails its own call only', async () => {
  const { table, store } = prepare(CONFIGURATION, Infinity);
  const [first, second] = [messages(25), messages(25).map((record, index) => ({ ...record, messageId: `n${index}` }))];
  const putAll = table.putAll.bind(table);
  jest.spyOn(table, 'putAll').mockImplementation(async items => {
    if (items[0].id.S!.startsWith('n')) {
      throw Object.assign(new Error('socket hang up'), { name: 'Error', code: 'ECONNRESET' });
    }
    return putAll(items);
  });
  expect(counts(await store([...first, ...second]))).toEqual({ stored: 25, 'retryable: Error': 25 });
});

describe('time', () => {
  test('is not spent on a call that could not be answered', async () => {
    const { table, store } = prepare(CONFIGURATION, 0);
    expect(counts(await store(messages(30)))).toEqual({ 'retryable: OutOfTime': 30 });
    expect(table.calls).toBe(0);
  });

  test('ends the waiting too', async () => {
    const { clock, table, store } = prepare(CONFIGURATION, 120);
    jest.spyOn(Math, 'random').mockReturnValue(1);
    table.fail(...Array<Fault>(10).fill({ kind: 'throttled' }));
    expect(await store(messages(1))).toEqual({ m0: 'retryable: OutOfTime' });
    expect(clock.remaining()).toBe(0);
  });
});

describe('a FIFO queue', () => {
  test('is written group beside group, message after message', async () => {
    const { table, store } = prepare();
    const records = ['a', 'b', 'c'].flatMap(group => [1, 2].map(sequence => fifoMessage(group, sequence)));
    await store(records);
    expect(table.journal.map(({ id }) => id.S)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
    expect(table.calls).toBe(2);
  });

  test('stops the group of a message that fails, and no other', async () => {
    const { store } = prepare();
    const outcomes = await store([
      fifoMessage('a', 1),
      fifoMessage('a', 2, { body: REFUSED_MARK }),
      fifoMessage('a', 3),
      fifoMessage('b', 1),
      fifoMessage('b', 2),
    ]);
    expect(outcomes).toEqual({
      a1: 'stored',
      a2: 'poison: refusedByTable',
      a3: 'retryable: GroupStopped',
      b1: 'stored',
      b2: 'stored',
    });
  });

  test('stops a group at a message that is no item', async () => {
    const { table, store } = prepare(BY_BODY);
    const outcomes = await store([
      fifoMessage('a', 1, { body: 'no json' }),
      fifoMessage('a', 2, { body: '{"id":"a"}' }),
    ]);
    expect(outcomes).toEqual({ a1: 'poison: notJson', a2: 'retryable: GroupStopped' });
    expect(table.calls).toBe(0);
  });

  test('never names a key of two groups in one call', async () => {
    const { table, store } = prepare(BY_BODY);
    expect(
      counts(await store([fifoMessage('a', 1, { body: '{"id":"x"}' }), fifoMessage('b', 1, { body: '{"id":"x"}' })])),
    ).toEqual({ stored: 2 });
    expect(table.calls).toBe(2);
  });

  test('is told by its name, since a message of a standard queue may name a group too', async () => {
    const { table, store } = prepare();
    await store(
      [1, 2].map(sequence => message({ messageId: `m${sequence}`, attributes: { MessageGroupId: 'tenant' } })),
    );
    expect(table.calls).toBe(1);
  });
});
