import type { Alarm } from './alarm';
import type { AlarmState } from './alarm-window';
import type { Fields } from '../gateway/operations';

export interface AlarmPlace {
  readonly account: string;
  readonly region: string;
}

/**
 * What an alarm tells a topic.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function renderNotification(
  { name, arn, kind, properties, configuredAt, state, reason, transitionedAt }: Alarm,
  former: AlarmState,
  { account, region }: AlarmPlace,
): { readonly subject: string; readonly message: string } {
  const { OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = properties;
  const body = {
    AlarmName: name,
    AlarmDescription: properties.AlarmDescription ?? null,
    AWSAccountId: account,
    AlarmConfigurationUpdatedTimestamp: timeOf(configuredAt),
    NewStateValue: state,
    NewStateReason: reason,
    StateChangeTime: timeOf(transitionedAt),
    Region: region,
    AlarmArn: arn,
    OldStateValue: former,
    OKActions,
    AlarmActions,
    InsufficientDataActions,
    ...(kind === 'composite' ? { AlarmRule: properties.AlarmRule } : { Trigger: triggerOf(properties) }),
  };
  return { subject: `${state}: "${name}" in ${region}`.slice(0, 100), message: JSON.stringify(body) };
}

const timeOf = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');

function triggerOf(properties: Fields): Fields {
  const { Dimensions, ...its } = properties;
  return {
    ...(its.Metrics === undefined
      ? {
          MetricName: its.MetricName,
          Namespace: its.Namespace,
          StatisticType: its.ExtendedStatistic === undefined ? 'Statistic' : 'ExtendedStatistic',
          ...(its.Statistic === undefined
            ? { ExtendedStatistic: its.ExtendedStatistic }
            : { Statistic: its.Statistic }),
          Unit: its.Unit ?? null,
          Dimensions: ((Dimensions ?? []) as Fields[]).map(({ Name, Value }) => ({ value: Value, name: Name })),
          Period: its.Period,
        }
      : { Metrics: its.Metrics }),
    EvaluationPeriods: its.EvaluationPeriods,
    DatapointsToAlarm: its.DatapointsToAlarm ?? its.EvaluationPeriods,
    ComparisonOperator: its.ComparisonOperator,
    Threshold: its.Threshold,
    TreatMissingData: its.TreatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: its.EvaluateLowSampleCountPercentile ?? '',
  };
}
