import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { TestClock } from '../../../sandbox/clock/test-clock';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';
import { testWith } from '../../support/unless-installed';

const OBSERVER = 'arn:aws:iam::111122223333:role/Observer';
const START = new Date(Date.UTC(2026, 0, 1));
const after = (minutes: number): Date => new Date(START.getTime() + minutes * 60_000);

let clock: TestClock;
let sandbox: Sandbox;
let cloudWatch: CloudWatchClient;

beforeAll(async () => {
  clock = new TestClock(START.getTime());
  sandbox = await startSandbox({ clock });
  cloudWatch = new CloudWatchClient({ ...sandbox.clientOf(OBSERVER), maxAttempts: 1 });
  const Dimensions = [{ Name: 'Shop', Value: 'north' }];
  for (const [minute, Value] of [1, 2, 4].entries()) {
    const MetricData = [{ MetricName: 'Orders', Dimensions, Value, Unit: 'Count' as const, Timestamp: after(minute) }];
    await cloudWatch.send(new PutMetricDataCommand({ Namespace: 'Shops', MetricData }));
  }
});

afterAll(async () => sandbox.close());

const Metric = { Namespace: 'Shops', MetricName: 'Orders', Dimensions: [{ Name: 'Shop', Value: 'north' }] };

test('the SDK reads metrics and math over them', async () => {
  const { MetricDataResults } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: START,
      EndTime: after(5),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [
        { Id: 'orders', MetricStat: { Metric, Period: 60, Stat: 'Sum' }, ReturnData: false },
        { Id: 'filled', Expression: 'FILL(orders,0)*2', Label: 'twice' },
      ],
    }),
  );
  expect(MetricDataResults).toEqual([
    {
      Id: 'filled',
      Label: 'twice',
      StatusCode: 'Complete',
      Timestamps: [0, 1, 2, 3, 4].map(after),
      Values: [2, 4, 8, 0, 0],
    },
  ]);
});

test('the SDK reads statistics, and finds the metric by a dimension', async () => {
  const { Datapoints } = await cloudWatch.send(
    new GetMetricStatisticsCommand({
      ...Metric,
      StartTime: START,
      EndTime: after(5),
      Period: 300,
      Statistics: ['Sum', 'Maximum'],
      ExtendedStatistics: ['p50'],
    }),
  );
  expect(Datapoints).toMatchObject([{ Timestamp: START, Sum: 7, Maximum: 4, ExtendedStatistics: { p50: 2 } }]);
  const { Metrics } = await cloudWatch.send(new ListMetricsCommand({ Dimensions: [{ Name: 'Shop' }] }));
  expect(Metrics).toEqual([Metric]);
});

test('alarms are put, described, set and deleted', async () => {
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      ...Metric,
      AlarmName: 'Orders',
      AlarmDescription: 'orders come',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 3,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    }),
  );
  await cloudWatch.send(new PutCompositeAlarmCommand({ AlarmName: 'Any', AlarmRule: 'ALARM("Orders")' }));
  await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames: ['Orders'] }));
  const described = async () => {
    const AlarmTypes = ['MetricAlarm' as const, 'CompositeAlarm' as const];
    const { MetricAlarms = [], CompositeAlarms = [] } = await cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmTypes }),
    );
    return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName, StateValue, ActionsEnabled }) =>
      [AlarmName, StateValue, ActionsEnabled].join(' '),
    );
  };
  await expect(described()).resolves.toEqual(['Orders INSUFFICIENT_DATA false', 'Any INSUFFICIENT_DATA true']);
  await clock.advance(180_000);
  await expect(described()).resolves.toEqual(['Orders ALARM false', 'Any ALARM true']);
  await cloudWatch.send(new SetAlarmStateCommand({ AlarmName: 'Orders', StateValue: 'OK', StateReason: 'a test' }));
  await expect(described()).resolves.toEqual(['Orders OK false', 'Any OK true']);
  const { AlarmHistoryItems = [] } = await cloudWatch.send(new DescribeAlarmHistoryCommand({ AlarmName: 'Orders' }));
  expect(AlarmHistoryItems[0]).toMatchObject({
    HistoryItemType: 'StateUpdate',
    HistorySummary: 'Alarm updated from ALARM to OK',
  });
  await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['Any', 'Orders'] }));
  await expect(described()).resolves.toEqual([]);
});

test.each([
  [
    {
      Threshold: 3,
      ComparisonOperator: 'GreaterThanThreshold' as const,
      Metrics: [{ Id: 'e', Expression: 'SEARCH(1)' }],
    },
    'the sandbox does not know SEARCH',
  ],
  [
    {
      Threshold: 3,
      ComparisonOperator: 'LessThanLowerThreshold' as const,
      ...Metric,
      Statistic: 'Sum' as const,
      Period: 60,
    },
    'unknown ComparisonOperator',
  ],
])('an alarm that it could not evaluate is refused: %j', async (changes, problem) => {
  const putting = cloudWatch.send(new PutMetricAlarmCommand({ AlarmName: 'Wrong', EvaluationPeriods: 1, ...changes }));
  await expect(putting).rejects.toThrow(problem);
});

test('the older forms are understood', async () => {
  const { accessKeyId } = sandbox.identities.credentialsOf(OBSERVER);
  const form = new URLSearchParams({
    Action: 'GetMetricData',
    StartTime: START.toISOString(),
    EndTime: after(2).toISOString(),
    'MetricDataQueries.member.1.Id': 'm',
    'MetricDataQueries.member.1.MetricStat.Metric.Namespace': 'Shops',
    'MetricDataQueries.member.1.MetricStat.Metric.MetricName': 'Orders',
    'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name': 'Shop',
    'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value': 'north',
    'MetricDataQueries.member.1.MetricStat.Period': '60',
    'MetricDataQueries.member.1.MetricStat.Stat': 'Sum',
    'MetricDataQueries.member.1.ReturnData': 'true',
  });
  const headers = {
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/eu-west-1/monitoring/aws4_request`,
  };
  const answer = await (await fetch(sandbox.endpoint, { method: 'POST', headers, body: form })).text();
  expect(answer).toContain(
    '<Timestamps><member>2026-01-01T00:01:00.000Z</member><member>2026-01-01T00:00:00.000Z</member></Timestamps>',
  );
  expect(answer).toContain('<Values><member>2</member><member>1</member></Values>');
});

testWith('aws')('the AWS CLI reads statistics', async () => {
  const { accessKeyId, secretAccessKey } = sandbox.identities.credentialsOf(OBSERVER);
  const { stdout } = await promisify(execFile)(
    'aws',
    [
      ...[
        '--endpoint-url',
        sandbox.endpoint,
        'cloudwatch',
        'get-metric-statistics',
        '--namespace',
        'Shops',
        '--metric-name',
        'Orders',
      ],
      ...['--dimensions', 'Name=Shop,Value=north', '--statistics', 'Sum', '--period', '300', '--output', 'json'],
      ...['--start-time', START.toISOString(), '--end-time', after(5).toISOString()],
    ],
    {
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_DEFAULT_REGION: 'eu-west-1',
      },
    },
  );
  expect(JSON.parse(stdout)).toMatchObject({ Datapoints: [{ Sum: 7 }] });
});
