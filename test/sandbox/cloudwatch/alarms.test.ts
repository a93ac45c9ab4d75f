import { Alarms } from '../../../sandbox/cloudwatch/alarms';
import { MetricStore } from '../../../sandbox/cloudwatch/metric-store';
import type { Fields } from '../../../sandbox/gateway/operations';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);
const PLACE = { account: '111122223333', region: 'eu-west-1' };

let now: number;
let told: string[];
let metrics: MetricStore;
let alarms: Alarms;

beforeEach(() => {
  now = START;
  told = [];
  metrics = new MetricStore(() => now);
  alarms = new Alarms({
    ...PLACE,
    now: () => now,
    metrics,
    act: async (action, { name }, subject) => {
      if (action === 'broken') throw new Error('no such topic');
      told.push(`${(now - START) / MINUTE} ${action} ${name}: ${subject}`);
    },
  });
});

const put = (changes: Fields = {}): void =>
  void alarms.put('metric', {
    AlarmName: 'Errors',
    Namespace: 'Shop',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'Function', Value: 'f' }],
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: ['page'],
    OKActions: ['page'],
    ...changes,
  });

/** Lets minutes pass, each with these values; gives the states after each. */
async function pass(minutes: readonly (readonly number[])[], namespace = 'Shop', name = 'Errors'): Promise<string> {
  const states: string[] = [];
  for (const values of minutes) {
    if (values.length > 0) metrics.put({ namespace, name, dimensions: { Function: 'f' }, values });
    now += MINUTE;
    await alarms.evaluate();
    states.push(alarms.all[0].state);
  }
  return states.join(' ');
}

test('an alarm goes off and recovers, and tells of both with the minute', async () => {
  put();
  await expect(pass([[], [0], [1, 1], [], [], []])).resolves.toBe('OK OK ALARM ALARM ALARM OK');
  expect(told).toEqual([
    '1 page Errors: OK: "Errors" in eu-west-1',
    '3 page Errors: ALARM: "Errors" in eu-west-1',
    '6 page Errors: OK: "Errors" in eu-west-1', // the last real point stays in the evaluation range for two periods
  ]);
});

test('a metric with other dimensions is another metric', async () => {
  put({ Dimensions: [] });
  await expect(pass([[1], [1]])).resolves.toBe('OK OK');
});

test('three of five', async () => {
  put({ EvaluationPeriods: 5, DatapointsToAlarm: 3 });
  await expect(pass([[1], [0], [1], [0], [1], [0], [0], [0]])).resolves.toBe('OK OK OK OK ALARM OK OK OK');
});

test('a period of five minutes is looked at each minute', async () => {
  put({ Period: 300, Threshold: 3 });
  await expect(pass([[1], [1], [1], [0], [0], [0], [0]])).resolves.toBe('OK OK ALARM ALARM ALARM OK OK');
});

test.each([
  ['Average', undefined, 4, [1, 7], [1, 6]],
  ['Minimum', undefined, 2, [2, 9], [1, 9]],
  ['Maximum', undefined, 9, [2, 9], [8, 8]],
  ['SampleCount', undefined, 3, [0, 0, 0], [9, 9]],
  [undefined, 'p50', 2, [1, 2, 3], [1, 1, 3]],
  [
    undefined,
    'p99',
    5,
    Array.from({ length: 100 }, (_, index) => (index < 2 ? 5 : 1)),
    [...Array.from({ length: 99 }, () => 1), 5],
  ],
])('%s %s at %i: %j is an alarm, and %j is not', async (Statistic, ExtendedStatistic, Threshold, breaching, fine) => {
  put({ Statistic, ExtendedStatistic, Threshold });
  await expect(pass([fine, breaching, fine])).resolves.toBe('OK ALARM OK');
});

test.each([
  ['GreaterThanThreshold', '2'],
  ['LessThanThreshold', '0'],
  ['LessThanOrEqualToThreshold', '0 1'],
  ['GreaterThanOrEqualToThreshold', '1 2'],
])('%s of 1 breaches at %s', async (ComparisonOperator, breaching) => {
  put({ ComparisonOperator });
  const states = (await pass([[0], [1], [2]])).split(' ');
  expect(states.flatMap((state, value) => (state === 'ALARM' ? [value] : [])).join(' ')).toBe(breaching);
});

test('an alarm on DynamoDB keeps its state while data is missing, whatever it says', async () => {
  put({ Namespace: 'AWS/DynamoDB' });
  await expect(pass([[], [1], [], [], []], 'AWS/DynamoDB')).resolves.toBe('INSUFFICIENT_DATA ALARM ALARM ALARM ALARM');
});

test('math over two metrics', async () => {
  const metric = (Id: string, MetricName: string) => ({
    Id,
    MetricStat: { Metric: { Namespace: 'Shop', MetricName }, Period: 60, Stat: 'Sum' },
    ReturnData: false,
  });
  const Metrics = [{ Id: 'both', Expression: 'FILL(a,0)+FILL(b,0)' }, metric('a', 'One'), metric('b', 'Other')];
  alarms.put('metric', {
    AlarmName: 'Both',
    Metrics,
    EvaluationPeriods: 1,
    Threshold: 2,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  });
  const states: string[] = [];
  for (const name of ['One', 'Other']) {
    metrics.put({ namespace: 'Shop', name, dimensions: {}, values: [1] });
    now += MINUTE;
    await alarms.evaluate();
    states.push(alarms.all[0].state);
  }
  metrics.put({ namespace: 'Shop', name: 'One', dimensions: {}, values: [1, 1] });
  now += MINUTE;
  await alarms.evaluate();
  expect([...states, alarms.all[0].state]).toEqual(['OK', 'OK', 'ALARM']);
});

test('a composite alarm follows its alarms, through another composite one', async () => {
  put();
  alarms.put('composite', { AlarmName: 'Inner', AlarmRule: 'ALARM("Errors")' });
  alarms.put('composite', { AlarmName: 'Outer', AlarmRule: 'ALARM("Inner") OR FALSE', AlarmActions: ['status page'] });
  await pass([[0], [1]]);
  expect(alarms.all.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'Errors ALARM',
    'Inner ALARM',
    'Outer ALARM',
  ]);
  expect(told.at(-1)).toBe('2 status page Outer: ALARM: "Outer" in eu-west-1');
});

test('composite alarms that are about each other are an error, not an endless loop', () => {
  alarms.put('composite', { AlarmName: 'Other', AlarmRule: 'FALSE' });
  alarms.put('composite', { AlarmName: 'One', AlarmRule: 'NOT ALARM("Other")' });
  alarms.put('composite', { AlarmName: 'Other', AlarmRule: 'ALARM("One")' });
  return expect(alarms.evaluate()).rejects.toThrow(
    'composite alarms that never come to rest: they are about one another',
  );
});

test('an action that fails is in the history, and one that is switched off is not taken', async () => {
  put({ AlarmActions: ['broken'] });
  await pass([[0], [1]]);
  put({ ActionsEnabled: false });
  await pass([[0]]);
  expect(alarms.history.map(({ summary }) => summary)).toEqual([
    'Alarm "Errors" created',
    'Alarm updated from INSUFFICIENT_DATA to OK',
    'Successfully executed action page',
    'Alarm updated from OK to ALARM',
    'Failed to execute action broken. Received error: "no such topic"',
    'Alarm "Errors" updated',
    'Alarm updated from ALARM to OK',
  ]);
});

test('a state that somebody sets lasts until the next evaluation', async () => {
  put();
  alarms.put('composite', { AlarmName: 'Outer', AlarmRule: 'ALARM("Errors")' });
  await alarms.setState(alarms.find('Errors')!, 'ALARM', 'a test');
  expect(alarms.all.map(({ state, reason }) => `${state} ${reason}`)).toEqual([
    'ALARM a test',
    'ALARM arn:aws:cloudwatch:eu-west-1:111122223333:alarm:Outer transitioned to ALARM: ALARM("Errors")',
  ]);
  await pass([[0]]);
  expect(alarms.all.map(({ state }) => state)).toEqual(['OK', 'OK']);
});

test.each<[Fields, string]>([
  [{ ComparisonOperator: 'IsGreater' }, 'unknown ComparisonOperator IsGreater [Errors]'],
  [{ TreatMissingData: 'fine' }, 'unknown TreatMissingData fine [Errors]'],
  [{ EvaluationPeriods: 1, DatapointsToAlarm: 2 }, "2 data points of 1 can't alarm [Errors]"],
  [{ Period: 10 }, 'the sandbox has periods of full minutes, got 10 seconds [Errors]'],
  [{ Threshold: undefined }, 'an alarm has a Threshold [Errors]'],
  [{ Statistic: 'Median' }, "the sandbox does not know the statistic 'Median'"],
  [{ Metrics: [{ Id: 'e', Expression: 'm1' }] }, "there is no metric 'm1': m1"],
  [{ Metrics: [{ Id: 'e', Expression: 'e' }] }, "there is no metric 'e': e"],
])('an alarm with %j is refused', (changes, problem) => {
  expect(() => put(changes)).toThrow(problem);
});
