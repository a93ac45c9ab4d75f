import type { SQSRecord } from 'aws-lambda';
import { storeBatch } from '../../../src/writer/batch/batch';
import type { Settled } from '../../../src/writer/batch/outcome';
import { identify } from '../../../src/writer/item/message-item';
import { CONFIGURATION } from '../messages';
import { ClockDouble, TableDouble } from '../table-double';

/** A batch's way into a table in memory, on a clock that only moves when it is told to. */
export function prepareBatch(configuration = CONFIGURATION, time = 30_000) {
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

/** How many messages had each outcome. */
export function counts(outcomes: Record<string, string>): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const outcome of Object.values(outcomes)) counted[outcome] = (counted[outcome] ?? 0) + 1;
  return counted;
}
