import type { SQSRecord } from 'aws-lambda';
import { isDone, isRefused, type Settled } from '../batch/outcome';
import type { Waits } from '../configuration';
import { groupOf, isFifo } from '../message-group';

/** A message that was not stored, and in how many seconds SQS hands it over again. */
export interface Wait {
  readonly record: SQSRecord;
  readonly seconds: number;
}

/**
 * Says how long each message waits that was not stored.
 *
 * A message that can never be stored does not wait, so that it reaches the dead-letter queue soon. Any other waits
 * longer each time it is received, and a random part less than that, so that messages that failed together don't come
 * back together. In a FIFO queue those of a group wait equally long, since SQS hands over none of a group while one of
 * it is out.
 */
export function renderWaits(settled: readonly Settled[], waits: Waits, random: () => number = Math.random): Wait[] {
  const refused = settled.filter(({ outcome }) => isRefused(outcome));
  const waiting = settled.filter(({ outcome }) => !isRefused(outcome) && !isDone(outcome));
  return [
    ...refused.map(({ record }) => ({ record, seconds: 0 })),
    ...gather(waiting).flatMap(together => {
      const seconds = secondsAfter(Math.max(...together.map(receivesOf)), waits, random);
      return together.map(record => ({ record, seconds }));
    }),
  ];
}

/** The messages that have to wait together: those of a group, or each alone. */
function gather(waiting: readonly Settled[]): SQSRecord[][] {
  const records = waiting.map(({ record }) => record);
  if (records.length === 0 || !isFifo(records[0])) return records.map(record => [record]);
  const groups = new Map<string, SQSRecord[]>();
  for (const record of records) groups.set(groupOf(record), [...(groups.get(groupOf(record)) ?? []), record]);
  return [...groups.values()];
}

function secondsAfter(receives: number, { steps, jitter }: Waits, random: () => number): number {
  const step = steps[Math.min(receives, steps.length) - 1];
  return Math.ceil(step * (1 - jitter * random()));
}

function receivesOf({ attributes }: SQSRecord): number {
  return Math.max(1, Number(attributes?.ApproximateReceiveCount) || 1);
}
