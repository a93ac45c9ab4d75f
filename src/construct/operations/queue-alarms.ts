import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmDefinition, computed, metricOf } from './alarm-definition';
import type { QUEUE_ALARMS } from '../names/alarm-names';
import type { Settings } from '../settings';

/**
 * What can be seen at the two queues.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function queueAlarms(settings: Settings): Record<(typeof QUEUE_ALARMS)[number], AlarmDefinition> {
  const { deadLetterRetentionPeriod, names, retentionPeriod, visibilityTimeout } = settings;
  const queue = (name: string, statistic: string, seconds: number) =>
    queueMetric(names.queueName, name, statistic, seconds);
  const deadLetters = (name: string, seconds: number) =>
    queueMetric(names.deadLetterQueueName, name, 'Maximum', seconds);
  const retention = retentionPeriod.toSeconds();
  return {
    Stalled: {
      metric: computed(
        'IF(FILL(visible,0)>0 AND FILL(inFlight,0)==0 AND FILL(deleted,0)==0,1,0)',
        {
          visible: queue('ApproximateNumberOfMessagesVisible', 'Minimum', 60),
          inFlight: queue('ApproximateNumberOfMessagesNotVisible', 'Minimum', 60),
          deleted: queue('NumberOfMessagesDeleted', 'Sum', 60),
        },
        'messages wait and nobody receives them',
      ),
      threshold: 1,
      evaluationPeriods: 10,
      datapointsToAlarm: 5,
      missing: TreatMissingData.NOT_BREACHING,
      urgency: 'page',
      runbook: 'pipeline-stalled',
      meaning: 'Messages wait in the queue, none is received and none is stored.',
      first: 'doctor',
    },
    Backlog: {
      metric: queue('ApproximateAgeOfOldestMessage', 'Maximum', 60),
      threshold: Math.min(300, 2 * visibilityTimeout.toSeconds()), // AWS leaves a message out after three receives
      evaluationPeriods: 5,
      missing: TreatMissingData.NOT_BREACHING,
      urgency: 'notice',
      runbook: 'throttling',
      meaning: 'Messages wait for minutes: the writer is slower than the senders.',
      first: 'doctor',
    },
    RetentionRisk: {
      metric: queue('ApproximateAgeOfOldestMessage', 'Maximum', 300),
      threshold: Math.floor(retention / 2),
      missing: TreatMissingData.NOT_BREACHING,
      urgency: 'page',
      runbook: 'pipeline-stalled',
      meaning: 'A message has waited for half of the time after which SQS deletes it, without a dead letter.',
      first: 'doctor',
    },
    DeadLetters: {
      metric: deadLetters('ApproximateNumberOfMessagesVisible', 60),
      threshold: 1,
      missing: TreatMissingData.IGNORE,
      urgency: 'page',
      runbook: 'dead-letters',
      meaning: 'There are messages that could not be stored.',
      first: 'dlq list',
    },
    DeadLettersExpire: {
      // an empty queue may have no age at all, and the alarm would stay as it was
      metric: computed(
        'IF(FILL(visible,0)>0,age,0)',
        {
          visible: deadLetters('ApproximateNumberOfMessagesVisible', 300),
          age: deadLetters('ApproximateAgeOfOldestMessage', 300),
        },
        'age of the oldest dead letter',
      ),
      threshold: Math.max(300, Math.floor((deadLetterRetentionPeriod.toSeconds() - retention) / 2)),
      missing: TreatMissingData.IGNORE,
      urgency: 'page',
      runbook: 'dead-letters',
      meaning: 'A dead letter has waited for half of the time that it has at least before SQS deletes it.',
      first: 'dlq list',
    },
  };
}

/** A metric of a queue. */
export function queueMetric(queueName: string, name: string, statistic: string, seconds: number): Metric {
  return metricOf({ namespace: 'AWS/SQS', name, of: { QueueName: queueName }, statistic, seconds });
}
