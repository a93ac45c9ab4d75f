import { message, messages } from './messages';
import { ClockDouble } from './table-double';
import {
  DUPLICATE,
  postponed,
  refused,
  STORED,
  SUPERSEDED,
  type Outcome,
  type Settled,
} from '../../src/writer/batch/outcome';
import { reportBatch } from '../../src/writer/report';

function report(settled: readonly Settled[]): object[] {
  const lines: string[] = [];
  reportBatch(settled, 'request-1', new ClockDouble(), line => lines.push(line));
  return lines.map(line => JSON.parse(line) as object);
}

function settle(...outcomes: Outcome[]): Settled[] {
  return outcomes.map((outcome, index) => ({ record: messages(outcomes.length)[index], outcome }));
}

const KEY_UNAVAILABLE = postponed({ kind: 'keyUnavailable', error: 'KMSKeyDisabledException' });
const THROTTLED = postponed({ kind: 'unavailable', error: 'ThrottlingException' });

test('counts every outcome in the embedded metric format', () => {
  const [metrics] = report(
    settle(STORED, STORED, SUPERSEDED, DUPLICATE, refused('notJson'), refused('oversize'), THROTTLED, KEY_UNAVAILABLE),
  );
  expect(metrics).toEqual({
    _aws: {
      Timestamp: 1_795_480_001_000,
      CloudWatchMetrics: [
        {
          Namespace: 'EncryptedQueueToTable',
          Dimensions: [['FunctionName']],
          Metrics: [
            { Name: 'Stored', Unit: 'Count' },
            { Name: 'Superseded', Unit: 'Count' },
            { Name: 'Duplicate', Unit: 'Count' },
            { Name: 'Poison', Unit: 'Count' },
            { Name: 'Oversize', Unit: 'Count' },
            { Name: 'Retryable', Unit: 'Count' },
            { Name: 'KeyUnavailable', Unit: 'Count' },
            { Name: 'OldestMessageAge', Unit: 'Milliseconds' },
          ],
        },
      ],
    },
    FunctionName: 'local',
    requestId: 'request-1',
    Stored: 2,
    Superseded: 1,
    Duplicate: 1,
    Poison: 1,
    Oversize: 1,
    Retryable: 1,
    KeyUnavailable: 1,
    OldestMessageAge: 1_000,
  });
});

test('says nothing more when every message is stored', () => {
  expect(report(settle(STORED, SUPERSEDED))).toHaveLength(1);
});

test('writes a line for each reason, with ids, sizes and receives', () => {
  const record = message({ messageId: 'm9', body: 'é', attributes: { ApproximateReceiveCount: '3' } });
  const [, ...lines] = report([{ record, outcome: refused('notJson') }, ...settle(THROTTLED, THROTTLED, DUPLICATE)]);
  expect(lines).toEqual([
    {
      level: 'ERROR',
      message: 'messages not stored',
      requestId: 'request-1',
      class: 'poison',
      reason: 'notJson',
      count: 1,
      messages: [{ messageId: 'm9', bytes: 2, receives: 3 }],
    },
    {
      level: 'ERROR',
      message: 'messages not stored',
      requestId: 'request-1',
      class: 'retryable',
      reason: 'ThrottlingException',
      count: 2,
      messages: [
        { messageId: 'm0', bytes: 6, receives: 1 },
        { messageId: 'm1', bytes: 6, receives: 1 },
      ],
    },
    {
      level: 'INFO',
      message: 'messages stored before',
      requestId: 'request-1',
      class: 'duplicate',
      reason: 'keyTaken',
      count: 1,
      messages: [{ messageId: 'm2', bytes: 6, receives: 1 }],
    },
  ]);
});

test('names fifty messages at most, and counts them all', () => {
  const [, line] = report(settle(...Array<Outcome>(1000).fill(THROTTLED)));
  expect(line).toHaveProperty('count', 1000);
  expect(line).toHaveProperty('messages.length', 50);
});
