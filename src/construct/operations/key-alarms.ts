import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type AlarmDefinition, metricOf, type Urgency } from './alarm-definition';
import type { KEY_ALARMS } from '../names/alarm-names';

/**
 * How long the key's material still lives: of all its materials the one that expires first.
 *
 * The metric ends when the material expires. So missing data is ignored: else the alarm would be OK from then on.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/monitoring-cloudwatch.html
 */
export function keyAlarms(key: IKey): Record<(typeof KEY_ALARMS)[number], AlarmDefinition> {
  const metric = metricOf({
    namespace: 'AWS/KMS',
    name: 'SecondsUntilKeyMaterialExpiration',
    of: { KeyId: key.keyId },
    statistic: 'Minimum',
    seconds: 3_600,
  });
  const within = (days: number, urgency: Urgency): AlarmDefinition => ({
    metric,
    threshold: days * 86_400,
    comparison: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
    missing: TreatMissingData.IGNORE,
    urgency,
    runbook: 'material-expiring',
    meaning: `The key material expires within ${days === 1 ? 'a day' : `${days} days`}. Then queue and table stop.`,
    first: 'doctor',
  });
  return {
    MaterialExpires30d: within(30, 'notice'),
    MaterialExpires7d: within(7, 'page'),
    MaterialExpires1d: within(1, 'page'),
  };
}
