import { evaluationRange, stateOf, type AlarmState, type MissingData, type WindowRules } from './alarm-window';
import { answerQuery, periodOf, type MetricQuery } from './metric-query';
import { MINUTE, type MetricStore } from './metric-store';
import type { Fields } from '../gateway/operations';

/** What an alarm says of the metric it watches: its properties are those of `PutMetricAlarm`. */
export type MetricAlarmProperties = Fields;

const COMPARISONS: Readonly<
  Record<string, readonly [compare: (value: number, threshold: number) => boolean, words: string]>
> = {
  GreaterThanOrEqualToThreshold: [(value, threshold) => value >= threshold, 'greater than or equal to'],
  GreaterThanThreshold: [(value, threshold) => value > threshold, 'greater than'],
  LessThanOrEqualToThreshold: [(value, threshold) => value <= threshold, 'less than or equal to'],
  LessThanThreshold: [(value, threshold) => value < threshold, 'less than'],
};

/** What came of looking at the metric of an alarm. */
export interface Evaluation {
  readonly state: AlarmState;
  readonly reason: string;
}

/**
 * Looks at the metric of an alarm as it is now. Each minute, an alarm looks at the periods that end with that minute.
 *
 * @returns nothing if the alarm keeps the state it has
 */
export function evaluateMetricAlarm(
  store: MetricStore,
  alarm: MetricAlarmProperties,
  now: number,
): Evaluation | undefined {
  const queries = queriesOf(alarm);
  const watched = queries.find(({ ReturnData }) => ReturnData !== false)!;
  const length = periodOf(watched, queries) * 1000;
  const rules = rulesOf(alarm);
  const periods = evaluationRange(rules);
  const end = now - (now % MINUTE);
  const start = end - periods * length;
  const values = answerQuery(store, watched, queries, { start, periods });
  const [breaches] = COMPARISONS[alarm.ComparisonOperator as string];
  const points = values.map(value => (value === undefined ? undefined : breaches(value, Number(alarm.Threshold))));
  const state = stateOf(points, rules);
  if (state === undefined) return undefined;
  const known = values.flatMap((value, index) => (value === undefined ? [] : [{ value, at: start + index * length }]));
  return { state, reason: reasonOf(alarm, rules, state, known.slice(-rules.evaluationPeriods)) };
}

/** @throws if it is no alarm that the sandbox could evaluate */
export function requireMetricAlarm(alarm: MetricAlarmProperties): void {
  const { AlarmName, ComparisonOperator, TreatMissingData = 'missing' } = alarm;
  const refuse = (problem: string): never => {
    throw new Error(`${problem} [${AlarmName}]`);
  };
  if (!Object.hasOwn(COMPARISONS, String(ComparisonOperator))) {
    refuse(`unknown ComparisonOperator ${ComparisonOperator}`);
  }
  if (!['breaching', 'notBreaching', 'ignore', 'missing'].includes(String(TreatMissingData))) {
    refuse(`unknown TreatMissingData ${TreatMissingData}`);
  }
  const { evaluationPeriods, datapointsToAlarm } = rulesOf(alarm);
  if (!(evaluationPeriods >= 1 && datapointsToAlarm >= 1 && datapointsToAlarm <= evaluationPeriods)) {
    refuse(`${datapointsToAlarm} data points of ${evaluationPeriods} can't alarm`);
  }
  const queries = queriesOf(alarm);
  const returning = queries.filter(({ ReturnData }) => ReturnData !== false);
  if (returning.length !== 1) refuse(`exactly one metric returns data, got ${returning.length}`);
  const seconds = periodOf(returning[0], queries);
  if (seconds % 60 !== 0 || seconds === 0) refuse(`the sandbox has periods of full minutes, got ${seconds} seconds`);
  if (Number.isNaN(Number(alarm.Threshold ?? Number.NaN))) refuse('an alarm has a Threshold');
  // AWS finds what is wrong with an expression when the alarm is put, so it is calculated once
  evaluateMetricAlarm({ samples: () => [] } as unknown as MetricStore, alarm, 0);
}

/** The metric of an alarm as a query, or the queries it has. */
function queriesOf(alarm: MetricAlarmProperties): readonly MetricQuery[] {
  if (alarm.Metrics !== undefined) return alarm.Metrics as MetricQuery[];
  const { Period, Statistic, ExtendedStatistic, Unit } = alarm;
  const Stat = String(Statistic ?? ExtendedStatistic);
  return [{ Id: 'm1', MetricStat: { Metric: alarm, Period: Number(Period), Stat, Unit: Unit as string | undefined } }];
}

/**
 * Alarms on metrics of DynamoDB keep their state while data is missing, whatever they say: so the API. The User Guide
 * says that this is only the default; the sandbox takes the stricter of the two: [U].
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
function rulesOf(alarm: MetricAlarmProperties): WindowRules {
  const evaluationPeriods = Number(alarm.EvaluationPeriods);
  const missingData =
    alarm.Namespace === 'AWS/DynamoDB' ? 'ignore' : ((alarm.TreatMissingData ?? 'missing') as MissingData);
  return { evaluationPeriods, datapointsToAlarm: Number(alarm.DatapointsToAlarm ?? evaluationPeriods), missingData };
}

/** Says it as CloudWatch does. */
function reasonOf(
  alarm: MetricAlarmProperties,
  { evaluationPeriods, datapointsToAlarm }: WindowRules,
  state: AlarmState,
  known: readonly { readonly value: number; readonly at: number }[],
): string {
  const [, words] = COMPARISONS[alarm.ComparisonOperator as string];
  if (known.length === 0) {
    const treated =
      state === 'INSUFFICIENT_DATA'
        ? ''
        : ` and ${evaluationPeriods} missing datapoints were treated as [${alarm.TreatMissingData}]`;
    return `Insufficient Data: no datapoints were received for ${evaluationPeriods} periods${treated}.`;
  }
  const shown = [...known].reverse().map(({ value, at }) => `${value} (${new Date(at).toISOString()})`);
  const is = state === 'ALARM' ? `was ${words}` : `was not ${words}`;
  return (
    `Threshold Crossed: ${known.length} out of the last ${evaluationPeriods} datapoints [${shown.join(', ')}] ${is} ` +
    `the threshold (${alarm.Threshold}) (minimum ${datapointsToAlarm} datapoints for OK -> ALARM transition).`
  );
}
