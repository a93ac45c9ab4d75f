import { counts, prepareBatch } from './prepare-batch';
import type { Configuration } from '../../../src/writer/configuration';
import { CONFIGURATION, fifoMessage, message } from '../messages';
import { REFUSED_MARK, serviceError } from '../table-double';

const BY_BODY: Configuration = { ...CONFIGURATION, partitionKey: { name: 'id', from: 'jsonField', field: 'id' } };

describe('a FIFO queue', () => {
  test('is written group beside group, message after message', async () => {
    const { table, store } = prepareBatch();
    const records = ['a', 'b', 'c'].flatMap(group => [1, 2].map(sequence => fifoMessage(group, sequence)));
    await store(records);
    expect(table.journal.map(({ id }) => id.S)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
    expect(table.calls).toBe(2);
  });

  test('stops the group of a message that can not be stored now, and no other', async () => {
    const { table, store } = prepareBatch();
    table.failItems(item => (item.id.S === 'a2' ? serviceError('TransactionConflictException', 400) : undefined));
    const records = ['a', 'b'].flatMap(group => [1, 2, 3].map(sequence => fifoMessage(group, sequence)));
    expect(await store(records)).toEqual({
      a1: 'stored',
      a2: 'retryable: TransactionConflictException',
      a3: 'retryable: GroupStopped',
      b1: 'stored',
      b2: 'stored',
      b3: 'stored',
    });
  });

  test.each([1, 5, 1_000])('goes on without a message that is refused, at its receive %i', async receives => {
    const { store } = prepareBatch(BY_BODY);
    const attributes = { ApproximateReceiveCount: String(receives), MessageGroupId: 'a' };
    const outcomes = await store([
      fifoMessage('a', 1, { body: 'no json', attributes }),
      fifoMessage('a', 2, { body: '{"id":"x"}' }),
      fifoMessage('a', 3, { body: `{"id":"y${REFUSED_MARK}"}`, attributes }),
      fifoMessage('a', 4, { body: '{"id":"z"}' }),
    ]);
    expect(outcomes).toEqual({
      a1: 'poison: notJson',
      a2: 'stored',
      a3: 'poison: refusedByTable',
      a4: 'stored',
    });
  });

  test('says of a message that is refused that it is, even behind one that waits', async () => {
    const { table, store } = prepareBatch(BY_BODY);
    table.fail({ kind: 'tableMissing' });
    const outcomes = await store([
      fifoMessage('a', 1, { body: '{"id":"x"}' }),
      fifoMessage('a', 2, { body: 'no json' }),
      fifoMessage('a', 3, { body: '{"id":"y"}' }),
    ]);
    expect(outcomes).toEqual({
      a1: 'retryable: ResourceNotFoundException',
      a2: 'poison: notJson',
      a3: 'retryable: GroupStopped',
    });
  });

  test('never names a key of two groups in one call', async () => {
    const { table, store } = prepareBatch(BY_BODY);
    expect(
      counts(await store([fifoMessage('a', 1, { body: '{"id":"x"}' }), fifoMessage('b', 1, { body: '{"id":"x"}' })])),
    ).toEqual({ stored: 2 });
    expect(table.calls).toBe(2);
  });

  test('is told by its name, since a message of a standard queue may name a group too', async () => {
    const { table, store } = prepareBatch();
    await store(
      [1, 2].map(sequence => message({ messageId: `m${sequence}`, attributes: { MessageGroupId: 'tenant' } })),
    );
    expect(table.calls).toBe(1);
  });
});
