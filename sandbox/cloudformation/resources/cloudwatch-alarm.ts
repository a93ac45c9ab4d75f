import type { AlarmKind } from '../../cloudwatch/alarm';
import { madeUpName } from '../physical-name';
import type { Resource, ResourceType } from '../resource-type';

const OF_EVERY_ALARM = [
  'AlarmName',
  'AlarmDescription',
  'ActionsEnabled',
  'AlarmActions',
  'OKActions',
  'InsufficientDataActions',
];

const OF_METRIC_ALARMS = [
  'ComparisonOperator',
  'DatapointsToAlarm',
  'Dimensions',
  'EvaluateLowSampleCountPercentile',
  'EvaluationPeriods',
  'ExtendedStatistic',
  'MetricName',
  'Metrics',
  'Namespace',
  'Period',
  'Statistic',
  'Threshold',
  'TreatMissingData',
  'Unit',
];

/** An alarm on a metric or on other alarms. */
const alarmType = (kind: AlarmKind, understood: readonly string[]): ResourceType => ({
  understood: [...OF_EVERY_ALARM, ...understood],
  withoutEffect: { Tags: 'nothing here looks at tags' },
  replacedBy: ['AlarmName'],
  async create(resource, { monitoring }) {
    const name = nameOf(resource);
    if (monitoring.alarms.find(name) !== undefined) throw new Error(`${name} already exists`);
    const { arn } = monitoring.alarms.put(kind, { ...resource.properties, AlarmName: name });
    return { ref: name, attributes: { Arn: arn } };
  },
  async update({ properties }, { monitoring }, _, physical) {
    monitoring.alarms.put(kind, { ...properties, AlarmName: physical.ref });
    return physical;
  },
  async delete(_, { monitoring }, physical) {
    monitoring.alarms.delete(physical.ref);
  },
});

const nameOf = (resource: Resource): string => String(resource.properties.AlarmName ?? madeUpName(resource, 255));

export const cloudWatchAlarm = alarmType('metric', OF_METRIC_ALARMS);
export const cloudWatchCompositeAlarm = alarmType('composite', ['AlarmRule']);
