import { Duration } from 'aws-cdk-lib';
import {
  type ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  type TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Runbook } from '../names/runbooks';

/** What an alarm is before a user changes anything about it. */
export interface AlarmDefinition {
  readonly metric: IMetric;
  readonly threshold: number;
  /** @default - at least the threshold */
  readonly comparison?: ComparisonOperator;
  /** @default 1 */
  readonly evaluationPeriods?: number;
  /** @default - all periods */
  readonly datapointsToAlarm?: number;
  readonly missing: TreatMissingData;
  readonly urgency: Urgency;
  readonly runbook: Runbook;
  /** What it means that the threshold is reached, in a sentence. */
  readonly meaning: string;
  /** The command to begin with, after the name of the tool and before that of the stack. */
  readonly first: 'doctor' | 'dlq list';
}

/** Whether somebody is woken. */
export type Urgency = 'page' | 'notice';

/** Which metric, of what, over which time. */
export interface MetricOf {
  readonly namespace: string;
  readonly name: string;
  readonly of: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly seconds: number;
}

/** A metric of an AWS service. */
export function metricOf({ namespace, name, of, statistic, seconds }: MetricOf): Metric {
  const period = Duration.seconds(seconds);
  return new Metric({ namespace, metricName: name, dimensionsMap: { ...of }, statistic, period });
}

/** What CloudWatch computes from metrics, each over the same time. */
export function computed(expression: string, usingMetrics: Readonly<Record<string, IMetric>>, label: string): IMetric {
  const [first] = Object.values(usingMetrics) as Metric[];
  return new MathExpression({ expression, usingMetrics: { ...usingMetrics }, label, period: first.period });
}
