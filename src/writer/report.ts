import { isDone, type Outcome, type Settled } from './batch/outcome';
import type { InvocationClock } from './clock';

/** Where the metrics are found in CloudWatch, with the name of the function as their dimension. */
const NAMESPACE = 'EncryptedQueueToTable';

const COUNTS: Readonly<Record<Outcome['kind'], string>> = {
  stored: 'Stored',
  superseded: 'Superseded',
  duplicate: 'Duplicate',
  poison: 'Poison',
  oversize: 'Oversize',
  retryable: 'Retryable',
  keyUnavailable: 'KeyUnavailable',
};

const METRICS = [
  ...Object.values(COUNTS).map(Name => ({ Name, Unit: 'Count' })),
  { Name: 'OldestMessageAge', Unit: 'Milliseconds' },
];

/** How many messages a line of the log names: a batch may have thousands. */
const NAMED = 50;

/**
 * Writes what became of a batch to the log: a line of metrics in CloudWatch's embedded format, and a line for each
 * reason for which messages were not stored. Ids, sizes, counts and names of errors only: never a body, nor a key, an
 * attribute or a message of a parser or a service.
 *
 * @param write takes one line
 */
export function reportBatch(
  settled: readonly Settled[],
  requestId: string,
  clock: InvocationClock,
  write: (line: string) => void,
): void {
  write(JSON.stringify(renderMetrics(settled, requestId, clock.now())));
  for (const [reason, group] of groupByReason(settled)) write(JSON.stringify(renderProblem(reason, group, requestId)));
}

/**
 * Writes for how many messages the queue could not be told how long they wait, with the reason. They wait as long as
 * the queue's own setting says.
 */
export function reportUnchanged(
  unchanged: ReadonlyMap<string, number>,
  requestId: string,
  write: (line: string) => void,
): void {
  for (const [reason, count] of unchanged) {
    write(JSON.stringify({ level: 'ERROR', message: 'visibility not changed', requestId, reason, count }));
  }
}

function renderMetrics(settled: readonly Settled[], requestId: string, now: number): object {
  const counts = Object.fromEntries(METRICS.map(({ Name }) => [Name, 0]));
  let oldest = now;
  for (const { record, outcome } of settled) {
    counts[COUNTS[outcome.kind]]++;
    oldest = Math.min(oldest, Number(record.attributes?.SentTimestamp ?? now));
  }
  return {
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [{ Namespace: NAMESPACE, Dimensions: [['FunctionName']], Metrics: METRICS }],
    },
    FunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'local',
    requestId,
    ...counts,
    OldestMessageAge: now - oldest,
  };
}

function renderProblem(reason: string, group: readonly Settled[], requestId: string): object {
  const { kind } = group[0].outcome;
  return {
    level: kind === 'duplicate' ? 'INFO' : 'ERROR',
    message: kind === 'duplicate' ? 'messages stored before' : 'messages not stored',
    requestId,
    class: kind,
    reason,
    count: group.length,
    messages: group.slice(0, NAMED).map(({ record: { messageId, body, attributes } }) => ({
      messageId,
      bytes: Buffer.byteLength(body),
      receives: Number(attributes?.ApproximateReceiveCount ?? 1),
    })),
  };
}

function groupByReason(settled: readonly Settled[]): Map<string, Settled[]> {
  const groups = new Map<string, Settled[]>();
  for (const one of settled) {
    const { outcome } = one;
    if (isDone(outcome) && outcome.kind !== 'duplicate') continue;
    const reason = 'cause' in outcome ? outcome.cause : 'keyTaken';
    const group = groups.get(reason);
    if (group) group.push(one);
    else groups.set(reason, [one]);
  }
  return groups;
}
