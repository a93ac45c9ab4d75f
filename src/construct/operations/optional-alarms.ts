import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmDefinition, computed, metricOf } from './alarm-definition';
import { queueMetric } from './queue-alarms';
import type { OPTIONAL_ALARMS } from '../names/alarm-names';
import type { Settings } from '../settings';

type Optional = Partial<Record<(typeof OPTIONAL_ALARMS)[number], AlarmDefinition>>;

/**
 * The alarms that a prop asks for, and the one that watches the rules on the key.
 *
 * @param rules the names of these rules
 */
export function optionalAlarms(settings: Settings, rules: readonly string[]): Optional {
  return { ...silence(settings), ...keyUseUnusual(settings), ...alarmPathBroken(rules) };
}

function silence({ expectTrafficEvery, names }: Settings): Optional {
  return expectTrafficEvery === undefined
    ? {}
    : {
        Silence: {
          metric: queueMetric(names.queueName, 'NumberOfMessagesSent', 'Sum', expectTrafficEvery.toSeconds()),
          threshold: 0,
          comparison: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
          missing: TreatMissingData.BREACHING,
          urgency: 'notice',
          runbook: 'pipeline-stalled',
          meaning: 'Nothing was sent for longer than usual: the senders may be cut off.',
          first: 'doctor',
        },
      };
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/monitoring-cloudwatch.html */
function keyUseUnusual({ alarms, keyArn }: Settings): Optional {
  const { threshold } = alarms.KeyUseUnusual ?? {};
  return threshold === undefined
    ? {}
    : {
        KeyUseUnusual: {
          metric: metricOf({
            namespace: 'AWS/KMS',
            name: 'SuccessfulRequest',
            of: { KeyArn: keyArn, Operation: 'Decrypt' },
            statistic: 'Sum',
            seconds: 3_600,
          }),
          threshold,
          missing: TreatMissingData.NOT_BREACHING,
          urgency: 'notice',
          runbook: 'key-compromise',
          meaning: 'The key decrypted more often in an hour than is usual.',
          first: 'doctor',
        },
      };
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
function alarmPathBroken(rules: readonly string[]): Optional {
  if (rules.length === 0) return {};
  const failed = (rule: string) =>
    metricOf({
      namespace: 'AWS/Events',
      name: 'FailedInvocations',
      of: { RuleName: rule },
      statistic: 'Sum',
      seconds: 300,
    });
  return {
    AlarmPathBroken: {
      metric: computed(
        rules.map((_, index) => `FILL(rule${index},0)`).join('+'),
        Object.fromEntries(rules.map((rule, index) => [`rule${index}`, failed(rule)])),
        'events that reached no topic',
      ),
      threshold: 1,
      missing: TreatMissingData.NOT_BREACHING,
      urgency: 'notice',
      runbook: 'alarms-silent',
      meaning: 'An event about the key could not be sent to its topic.',
      first: 'doctor',
    },
  };
}
