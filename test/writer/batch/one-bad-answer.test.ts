import { counts, prepareBatch } from './prepare-batch';
import { CONFIGURATION, messages } from '../messages';
import { serviceError, type Fault } from '../table-double';

const INSERT_ONLY = { ...CONFIGURATION, writeMode: 'insertOnly' } as const;

describe('a lasting failure', () => {
  test.each<[Fault['kind'], string]>([
    ['keyDisabled', 'keyUnavailable: KMSKeyDisabledException'],
    ['keyDenied', 'keyUnavailable: AccessDeniedException'],
    ['tableMissing', 'retryable: ResourceNotFoundException'],
  ])('hands the whole batch back without another call: %s', async (kind, outcome) => {
    const { clock, table, store } = prepareBatch();
    table.fail(...Array<Fault>(1000).fill({ kind } as Fault));
    expect(counts(await store(messages(2000)))).toEqual({ [outcome]: 2000 });
    expect(table.calls).toBe(40); // those under way at once
    expect(clock.slept).toEqual([]);
  });
});

describe('throttling that does not end', () => {
  test('ends the batch once forty calls in a row were given up', async () => {
    const { table, store } = prepareBatch(CONFIGURATION, Infinity);
    table.fail(...Array<Fault>(1000).fill({ kind: 'throttled' }));
    expect(counts(await store(messages(2000)))).toEqual({ 'retryable: ThrottlingException': 2000 });
    expect(table.calls).toBeLessThanOrEqual(40 * 5);
  });

  test('stops nobody else where it is about some items', async () => {
    const { table, store } = prepareBatch(INSERT_ONLY, Infinity);
    const isHot = (id: string): boolean => Number(id.slice(1)) % 25 === 0;
    table.failItems(({ id }) =>
      isHot(id.S!) ? serviceError('ProvisionedThroughputExceededException', 400) : undefined,
    );
    expect(counts(await store(messages(2000)))).toEqual({
      stored: 1920,
      'retryable: ProvisionedThroughputExceededException': 80,
    });
  });
});

test('a failure of the moment is tried again and fails its own call only', async () => {
  const { table, store } = prepareBatch(CONFIGURATION, Infinity);
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

describe.each([
  ['TransactionConflictException', 400],
  ['TransactionInProgressException', 400],
  ['ReplicatedWriteConflictException', 400],
  ['RequestTimeoutException', 408],
  ['SyntaxError', 200],
  ['NoNameForThisYet', 400],
])('%s', (name, status) => {
  test.each([
    ['overwrite', CONFIGURATION],
    ['insertOnly', INSERT_ONLY],
  ] as const)('about one item stops no other: %s', async (_, configuration) => {
    const { table, store } = prepareBatch(configuration, Infinity);
    table.failItems(({ id }) => (id.S === 'm7' ? serviceError(name, status) : undefined));
    expect(counts(await store(messages(5000)))).toEqual({ stored: 4999, [`retryable: ${name}`]: 1 });
  });

  test('that passes is not seen', async () => {
    const { table, store } = prepareBatch(INSERT_ONLY);
    let left = 40;
    table.failItems(() => (left-- > 0 ? serviceError(name, status) : undefined));
    expect(counts(await store(messages(200)))).toEqual({ stored: 200 });
  });
});
