import { type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmDefinition, computed, metricOf } from './alarm-definition';
import type { TABLE_ALARMS } from '../names/alarm-names';
import type { Settings } from '../settings';

/**
 * What can be seen at the table. `FILL`, since an alarm on a metric of DynamoDB keeps its state while data is missing,
 * whatever it asks for, and these metrics have data only while something is wrong.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function tableAlarms(settings: Settings): Record<(typeof TABLE_ALARMS)[number], AlarmDefinition> {
  const { names, writeMode } = settings;
  const operation = writeMode === 'insertOnly' ? 'PutItem' : 'BatchWriteItem';
  return {
    TableThrottled: {
      metric: computed(
        'FILL(throttled,0)',
        { throttled: tableMetric(names.tableName, 'WriteThrottleEvents', 'Sum', 60) },
        'writes refused for lack of capacity',
      ),
      threshold: 1,
      evaluationPeriods: 5,
      missing: TreatMissingData.NOT_BREACHING,
      urgency: 'notice',
      runbook: 'throttling',
      meaning: 'DynamoDB throttles writes to the table.',
      first: 'doctor',
    },
    TableErrors: {
      metric: computed(
        'FILL(errors,0)',
        { errors: tableMetric(names.tableName, 'SystemErrors', 'Sum', 60, { Operation: operation }) },
        'errors of DynamoDB',
      ),
      threshold: 1,
      evaluationPeriods: 3,
      missing: TreatMissingData.NOT_BREACHING,
      urgency: 'notice',
      runbook: 'throttling',
      meaning: 'DynamoDB answers writes with errors of its own.',
      first: 'doctor',
    },
  };
}

/** A metric of the table. */
export function tableMetric(
  tableName: string,
  name: string,
  statistic: string,
  seconds: number,
  more: Readonly<Record<string, string>> = {},
): Metric {
  return metricOf({ namespace: 'AWS/DynamoDB', name, of: { TableName: tableName, ...more }, statistic, seconds });
}
