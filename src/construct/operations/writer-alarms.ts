import { Duration } from 'aws-cdk-lib';
import { type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type AlarmDefinition, computed, metricOf } from './alarm-definition';
import { writerMetric } from './writer-metric';
import type { WRITER_ALARMS } from '../names/alarm-names';
import type { Settings } from '../settings';

/**
 * What can be seen at the writer: by its own metrics, and by those of Lambda.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function writerAlarms(settings: Settings): Record<(typeof WRITER_ALARMS)[number], AlarmDefinition> {
  const { names, timeout, visibilityTimeout } = settings;
  const own = (name: string, statistic: string, seconds: number) =>
    writerMetric(names, name, { statistic, period: Duration.seconds(seconds) });
  const lambda = (name: string, statistic: string, seconds: number) =>
    lambdaMetric(names.functionName, name, statistic, seconds);
  return {
    NotStored: {
      metric: computed(
        'IF(retryable+keyUnavailable>0 AND stored+superseded+duplicate==0,1,0)',
        {
          retryable: own('Retryable', 'Sum', 60),
          keyUnavailable: own('KeyUnavailable', 'Sum', 60),
          stored: own('Stored', 'Sum', 60),
          superseded: own('Superseded', 'Sum', 60),
          duplicate: own('Duplicate', 'Sum', 60),
        },
        'nothing is stored',
      ),
      threshold: 1,
      evaluationPeriods: 20,
      datapointsToAlarm: 3,
      missing: TreatMissingData.IGNORE, // no data while all messages wait: the next one shows whether it is over
      urgency: 'page',
      runbook: 'pipeline-stalled',
      meaning: 'The writer tries to store messages and none can be stored. They wait in the queue.',
      first: 'doctor',
    },
    KeyUnavailable: {
      metric: own('KeyUnavailable', 'Sum', 60),
      threshold: 1,
      missing: TreatMissingData.NOT_BREACHING,
      urgency: 'page',
      runbook: 'key-disabled',
      meaning: 'The table could not use the key.',
      first: 'doctor',
    },
    OldestWritten: {
      metric: own('OldestMessageAge', 'Maximum', 60),
      threshold: 900_000,
      evaluationPeriods: 3,
      missing: TreatMissingData.NOT_BREACHING,
      urgency: 'notice',
      runbook: 'throttling',
      meaning: 'The writer gets messages that were sent more than 15 minutes ago.',
      first: 'doctor',
    },
    Poison: {
      metric: computed(
        'poison+oversize',
        { poison: own('Poison', 'Sum', 300), oversize: own('Oversize', 'Sum', 300) },
        'messages refused',
      ),
      threshold: 1,
      missing: TreatMissingData.NOT_BREACHING,
      urgency: 'notice',
      runbook: 'poison-message',
      meaning: 'The writer refuses messages that can never be stored.',
      first: 'dlq list',
    },
    WriterErrors: {
      metric: lambda('Errors', 'Sum', 60),
      threshold: 1,
      evaluationPeriods: Math.max(5, Math.ceil(visibilityTimeout.toSeconds() / 60) + 1), // a message's second try
      datapointsToAlarm: 2,
      missing: TreatMissingData.NOT_BREACHING,
      urgency: 'page',
      runbook: 'writer-failing',
      meaning: 'The writer fails as a whole: timeout, memory or configuration.',
      first: 'doctor',
    },
    WriterThrottled: {
      metric: computed(
        'IF(FILL(throttles,0)>0 AND FILL(invocations,0)==0,1,0)',
        { throttles: lambda('Throttles', 'Sum', 300), invocations: lambda('Invocations', 'Sum', 300) },
        'Lambda refuses to run the writer',
      ),
      threshold: 1,
      evaluationPeriods: 2,
      missing: TreatMissingData.NOT_BREACHING,
      urgency: 'page',
      runbook: 'writer-failing',
      meaning: 'Lambda refuses every invocation of the writer: its concurrency is used up or set to zero.',
      first: 'doctor',
    },
    WriterSlow: {
      metric: lambda('Duration', 'Maximum', 60),
      threshold: timeout.toSeconds() * 500, // it gives up before 80%: decision 20
      evaluationPeriods: 3,
      missing: TreatMissingData.NOT_BREACHING,
      urgency: 'notice',
      runbook: 'throttling',
      meaning: 'The writer needs more than half of its time for a batch.',
      first: 'doctor',
    },
  };
}

/** A metric of a function. */
export function lambdaMetric(functionName: string, name: string, statistic: string, seconds: number): Metric {
  return metricOf({ namespace: 'AWS/Lambda', name, of: { FunctionName: functionName }, statistic, seconds });
}
