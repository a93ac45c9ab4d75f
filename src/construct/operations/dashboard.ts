import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { computed, metricOf } from './alarm-definition';
import { queueMetric } from './queue-alarms';
import { tableMetric } from './table-alarms';
import { lambdaMetric } from './writer-alarms';
import { writerMetric } from './writer-metric';
import type { Settings } from '../settings';

/** What is on the dashboard besides what has a name at synth. */
interface Shown {
  readonly key: IKey;
  readonly mapping: IEventSourceMapping;
}

/**
 * Adds a dashboard that reads from left to right as a message goes: sent, waiting, written, dead; and the key.
 */
export function addDashboard(scope: Construct, settings: Settings, shown: Shown, alarms: Iterable<Alarm>): void {
  const dashboard = new Dashboard(scope, 'Dashboard', { defaultInterval: Duration.hours(12) });
  const every = [...alarms];
  dashboard.addWidgets(new TextWidget({ markdown: heading(settings), width: 24, height: 2 }));
  if (every.length > 0) dashboard.addWidgets(new AlarmStatusWidget({ alarms: every, width: 24, height: 3 }));
  for (const row of rowsOf(settings, shown)) dashboard.addWidgets(...row);
}

function heading({ keyArn, names }: Settings): string {
  return [
    `# ${names.queueName} → ${names.tableName}`,
    `Key \`${keyArn}\`. Left to right: what is sent, what waits, what is written, what is dead.`,
  ].join('\n');
}

/** The columns of 24, one below the other in each part. */
function rowsOf(settings: Settings, { key, mapping }: Shown): IWidget[][] {
  const { names, timeout } = settings;
  const queue = (name: string, statistic = 'Sum') => queueMetric(names.queueName, name, statistic, PERIOD);
  const deadLetters = (name: string) => queueMetric(names.deadLetterQueueName, name, 'Maximum', PERIOD);
  const own = (...metrics: string[]) =>
    metrics.map(name => writerMetric(names, name, { period: Duration.seconds(PERIOD) }));
  const writer = (name: string, statistic: string) => lambdaMetric(names.functionName, name, statistic, PERIOD);
  const table = (name: string) => tableMetric(names.tableName, name, 'Sum', PERIOD);
  const uses = (operation: string) =>
    metricOf({
      namespace: 'AWS/KMS',
      name: 'SuccessfulRequest',
      of: { KeyArn: settings.keyArn, Operation: operation },
      statistic: 'Sum',
      seconds: PERIOD,
    }).with({ label: operation });
  const polled = (name: string) =>
    metricOf({
      namespace: 'AWS/Lambda',
      name,
      of: { EventSourceMappingUUID: mapping.eventSourceMappingId },
      statistic: 'Sum',
      seconds: PERIOD,
    });
  const visible = queue('ApproximateNumberOfMessagesVisible', 'Maximum');
  return [
    [
      graph('Sent', 5, [queue('NumberOfMessagesSent').with({ label: 'messages' })]),
      graph('Waiting', 5, [
        visible.with({ label: 'visible' }),
        queue('ApproximateNumberOfMessagesNotVisible', 'Maximum').with({ label: 'in flight' }),
      ]),
      graph('Written', 6, own('Stored', 'Superseded', 'Duplicate'), { stacked: true }),
      graph('Dead letters', 4, [deadLetters('ApproximateNumberOfMessagesVisible').with({ label: 'messages' })], {
        right: [deadLetters('ApproximateAgeOfOldestMessage').with({ label: 'oldest, seconds' })],
      }),
      graph('Key used', 4, [uses('Decrypt'), uses('GenerateDataKey')]),
    ],
    [
      graph('Size of a message, bytes', 5, [queue('SentMessageSize', 'Average').with({ label: 'average' })]),
      graph('Age of the oldest, seconds', 5, [
        queue('ApproximateAgeOfOldestMessage', 'Maximum').with({ label: 'oldest' }),
      ]),
      graph(
        'Duration, ms',
        6,
        ['p50', 'p99', 'Maximum'].map(statistic => writer('Duration', statistic).with({ label: statistic })),
        {
          leftAnnotations: [{ value: timeout.toMilliseconds(), label: 'timeout' }],
        },
      ),
      graph('Not stored', 4, own('Poison', 'Oversize', 'Retryable', 'KeyUnavailable')),
      graph('Days to expiry', 4, [daysLeft(key)]),
    ],
    [
      graph('Polled, deleted, failed', 5, [
        polled('PolledEventCount'),
        polled('DeletedEventCount'),
        polled('FailedInvokeEventCount'),
      ]),
      graph('Minutes until it is empty', 5, [timeToDrain(visible, queue('NumberOfMessagesDeleted'))]),
      graph('Environments, errors, throttles', 6, [
        writer('ConcurrentExecutions', 'Maximum'),
        writer('Errors', 'Sum'),
        writer('Throttles', 'Sum'),
      ]),
      graph('Write units, throttled by what', 8, [
        table('ConsumedWriteCapacityUnits'),
        table('WriteKeyRangeThroughputThrottleEvents'),
        table('WriteAccountLimitThrottleEvents'),
        table('WriteMaxOnDemandThroughputThrottleEvents'),
      ]),
    ],
    [
      new LogQueryWidget({
        title: 'The last 20 refusals',
        logGroupNames: [names.logGroupName],
        view: LogQueryVisualizationType.TABLE,
        queryLines: [
          'fields @timestamp, class, reason, count',
          'filter ispresent(class)',
          'sort @timestamp desc',
          'limit 20',
        ],
        width: 24,
        height: 6,
      }),
    ],
  ];
}

const PERIOD = 60;

function graph(title: string, width: number, left: IMetric[], more: object = {}): GraphWidget {
  return new GraphWidget({ title, width, height: 6, left, leftYAxis: { min: 0, showUnits: false }, ...more });
}

/** How long it takes at the pace of the last minute; nothing while nothing is stored. */
function timeToDrain(visible: IMetric, deleted: IMetric): IMetric {
  return computed('FILL(visible,0)/deleted', { visible, deleted }, 'minutes');
}

function daysLeft({ keyId }: IKey): IMetric {
  const seconds = metricOf({
    namespace: 'AWS/KMS',
    name: 'SecondsUntilKeyMaterialExpiration',
    of: { KeyId: keyId },
    statistic: 'Minimum',
    seconds: PERIOD,
  });
  return computed('seconds/86400', { seconds }, 'days');
}
