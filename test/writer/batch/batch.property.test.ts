import assert from 'node:assert/strict'; // with jest's expect, 10,000 batches take twice the time
import type { SQSRecord } from 'aws-lambda';
import * as fc from 'fast-check';
import { storeBatch } from '../../../src/writer/batch/batch';
import { isDone, isRefused } from '../../../src/writer/batch/outcome';
import type { Configuration } from '../../../src/writer/configuration';
import type { Item } from '../../../src/writer/item/item-size';
import { identify, renderItem } from '../../../src/writer/item/message-item';
import { reportBatch } from '../../../src/writer/report';
import { randomRuns } from '../../support/random-runs';
import { fifoMessage, message, type RecordOverrides } from '../messages';
import { ClockDouble, REFUSED_MARK, TableDouble, type Fault } from '../table-double';

/**
 * A message before it is one: what it says in letters that occur nowhere else, so that a single one of them in a log
 * gives it away.
 */
interface Draft {
  readonly secret: string;
  readonly key: number;
  readonly group: number;
  readonly spoilt: 'no' | 'byMapping' | 'byTable';
}

interface Scenario {
  readonly drafts: readonly Draft[];
  readonly from: Configuration['partitionKey']['from'];
  readonly as: Configuration['body']['as'];
  readonly writeMode: Configuration['writeMode'];
  readonly fifo: boolean;
  readonly faults: readonly Fault[];
  readonly time: number;
}

const SECRET_LETTER = /[αβγδ]/;

const secret = fc.string({ unit: fc.constantFrom('α', 'β', 'γ', 'δ'), minLength: 1, maxLength: 12 });
const draft = fc.record<Draft>({
  secret,
  key: fc.integer({ min: 0, max: 12 }),
  group: fc.integer({ min: 0, max: 2 }),
  spoilt: fc.oneof(
    { weight: 12, arbitrary: fc.constant('no' as const) },
    fc.constantFrom('byMapping' as const, 'byTable' as const),
  ),
});
const fault = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Fault>({ kind: 'none' }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('unprocessed' as const), every: fc.integer({ min: 1, max: 4 }) }),
  },
  fc.record({
    kind: fc.constantFrom(
      'throttled',
      'timeoutBefore',
      'timeoutAfter',
      'serverError',
      'notAnError',
      'keyDisabled',
      'keyDenied',
      'tableMissing',
      'conflict',
      'cutOff',
    ),
  }),
) as fc.Arbitrary<Fault>;
const scenario = fc.boolean().chain(fifo =>
  fc.record<Scenario>({
    drafts: fc.array(draft, { minLength: 1, maxLength: fifo ? 10 : 60 }),
    from: fc.constantFrom('messageId', 'jsonField', 'messageAttribute', 'contentHash'),
    as: fc.constantFrom('text', 'json'),
    writeMode: fc.constantFrom('overwrite', 'insertOnly'),
    fifo: fc.constant(fifo),
    faults: fc.array(fault, { maxLength: 12 }),
    time: fc.oneof(fc.constant(30_000), fc.integer({ min: 0, max: 400 })),
  }),
);

function configurationOf({ from, as, writeMode }: Scenario): Configuration {
  const source = {
    messageId: { from },
    contentHash: { from },
    jsonField: { from, field: 'key' },
    messageAttribute: { from, attribute: 'key' },
  }[from];
  return {
    tableName: 'orders',
    partitionKey: { name: 'id', ...source } as Configuration['partitionKey'],
    body: as === 'text' ? { as, attribute: 'body' } : { as },
    writeMode,
  };
}

function recordOf(given: Draft, index: number, { fifo, from, as }: Scenario): SQSRecord {
  const group = fifo ? `group${given.group}` : '';
  const key = `${group}-${given.key}`; // no order is defined between groups, so no key is in two
  const body = JSON.stringify({ key, secret: given.secret + (given.spoilt === 'byTable' ? REFUSED_MARK : '') });
  const byMapping = given.spoilt === 'byMapping';
  const readsJson = as === 'json' || from === 'jsonField';
  const overrides: RecordOverrides = {
    messageId: `m${index}`,
    body: byMapping && readsJson ? body.slice(0, -1) : body,
    messageAttributes: {
      key: { dataType: 'String', stringValue: key },
      ...(byMapping && { bad: { dataType: 'Number', stringValue: 'NaN' } }),
    },
  };
  return fifo ? fifoMessage(group, index, overrides) : message(overrides);
}

/** What the table must hold in the end: the last, or with inserts the first, of the good messages of a key. */
function oracle(good: readonly SQSRecord[], configuration: Configuration): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const record of good) {
    const { key, item } = renderItem(record, configuration);
    if (configuration.writeMode === 'overwrite' || !items.has(key)) items.set(key, item);
  }
  return items;
}

const RUNS = randomRuns(10_000);

test(`stores every message or hands it back, and ends with the table that the messages describe, in ${RUNS} batches under random faults`, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async given => {
      // Prepare
      const configuration = configurationOf(given);
      const records = given.drafts.map((one, index) => recordOf(one, index, given));
      let clock = new ClockDouble(given.time);
      const table = new TableDouble(
        item => identify(item, configuration),
        milliseconds => clock.pass(milliseconds),
      ).fail(...given.faults);
      const log: string[] = [];
      const deadLetters = new Set<string>();

      // Act: deliver what comes back until nothing does
      let waiting = records;
      for (let delivery = 0; waiting.length > 0; delivery++) {
        assert.ok(delivery < 60);
        const settled = await storeBatch(waiting, configuration, table, clock);
        reportBatch(settled, 'request-1', clock, line => log.push(line));

        assert.deepEqual(
          settled.map(({ record }) => record.messageId).sort(),
          waiting.map(({ messageId }) => messageId).sort(),
        );
        for (const { record, outcome } of settled) {
          if (isRefused(outcome)) deadLetters.add(record.messageId);
          assert.ok(outcome.kind !== 'stored' || table.items.has(renderItem(record, configuration).key));
        }
        const done = new Set(
          settled.filter(({ outcome }) => isDone(outcome) || isRefused(outcome)).map(({ record }) => record.messageId),
        );
        waiting = waiting.filter(({ messageId }) => !done.has(messageId));
        clock = new ClockDouble();
      }

      // Assess
      const good = records.filter((_, index) => given.drafts[index].spoilt === 'no');
      assert.deepEqual(
        good.filter(({ messageId }) => deadLetters.has(messageId)),
        [],
      );
      expect(Object.fromEntries(table.items)).toEqual(Object.fromEntries(oracle(good, configuration)));
      assert.doesNotMatch(log.join('\n'), SECRET_LETTER);
      if (given.fifo) expectOrder(table.journal, good, configuration);
    }),
    { numRuns: RUNS },
  );
});

/** Within a group, no message is written after a later one. */
function expectOrder(journal: readonly Item[], good: readonly SQSRecord[], configuration: Configuration): void {
  const written = journal.map(item => JSON.stringify(item));
  const groups = new Set(good.map(({ attributes }) => attributes.MessageGroupId));
  for (const group of groups) {
    const ofGroup = good.filter(({ attributes }) => attributes.MessageGroupId === group);
    const inOrder = ofGroup.map(record => JSON.stringify(renderItem(record, configuration).item));
    if (new Set(inOrder).size < inOrder.length) continue; // two messages of one item can't be told apart in the journal
    const positions = written.filter(item => inOrder.includes(item)).map(item => inOrder.indexOf(item));
    assert.deepEqual(
      positions,
      [...positions].sort((a, b) => a - b),
    );
  }
}
