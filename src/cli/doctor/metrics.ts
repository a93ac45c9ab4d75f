import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Account } from '../deployed/account';

const HOUR = 3_600;

/** What the writer did within the last hour, as its own metrics say. */
export async function lastHour(account: Account): Promise<Readonly<Record<keyof typeof WRITER_METRICS, number>>> {
  const FunctionName = await account.idOf('writer');
  const names = Object.keys(WRITER_METRICS) as (keyof typeof WRITER_METRICS)[];
  const command = new GetMetricDataCommand({
    ...period(account, HOUR),
    MetricDataQueries: names.map(name => ({
      Id: name,
      MetricStat: {
        Metric: {
          Namespace: 'EncryptedQueueToTable',
          MetricName: WRITER_METRICS[name],
          Dimensions: [{ Name: 'FunctionName', Value: FunctionName }],
        },
        Period: 60,
        Stat: 'Sum',
      },
    })),
  });
  const { MetricDataResults: results = [] } = await account.ask('cloudwatch:GetMetricData', command);
  const sumOf = (name: string): number =>
    (results.find(({ Id }) => Id === name)?.Values ?? []).reduce((sum, value) => sum + value, 0);
  return Object.fromEntries(names.map(name => [name, sumOf(name)])) as Record<keyof typeof WRITER_METRICS, number>;
}

/** For how many seconds the oldest dead letter has waited there; nothing if CloudWatch has not seen it yet. */
export async function oldestDeadLetter(account: Account): Promise<number | undefined> {
  const { QueueArn = '' } = await account.deadLetters();
  const command = new GetMetricDataCommand({
    ...period(account, HOUR),
    MetricDataQueries: [
      {
        Id: 'oldest',
        MetricStat: {
          Metric: {
            Namespace: 'AWS/SQS',
            MetricName: 'ApproximateAgeOfOldestMessage',
            Dimensions: [{ Name: 'QueueName', Value: QueueArn.split(':').at(-1) }],
          },
          Period: 60,
          Stat: 'Maximum',
        },
      },
    ],
  });
  const { MetricDataResults: [oldest] = [] } = await account.ask('cloudwatch:GetMetricData', command);
  return oldest?.Values?.length ? Math.max(...oldest.Values) : undefined;
}

const WRITER_METRICS = {
  stored: 'Stored',
  poison: 'Poison',
  oversize: 'Oversize',
  retryable: 'Retryable',
  keyUnavailable: 'KeyUnavailable',
} as const;

/** Whole minutes, as metrics have them. */
function period({ now }: Account, seconds: number) {
  const end = Math.ceil(now.getTime() / 60_000) * 60_000;
  return { StartTime: new Date(end - seconds * 1000), EndTime: new Date(end) };
}
