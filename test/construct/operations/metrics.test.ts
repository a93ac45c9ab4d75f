import { App, Duration, Stack } from 'aws-cdk-lib';
import { EncryptedQueueToTable, type IEncryptedQueueToTable } from '../../../src';
import { addOrders, ACCOUNT, KEY_ARN, NAME, REGION } from '../../support/orders';

type MetricMethod = Extract<keyof IEncryptedQueueToTable, `metric${string}`>;

const METHODS: readonly (readonly [MetricMethod, string, string])[] = [
  ['metricStored', 'Stored', 'Sum'],
  ['metricSuperseded', 'Superseded', 'Sum'],
  ['metricDuplicate', 'Duplicate', 'Sum'],
  ['metricPoison', 'Poison', 'Sum'],
  ['metricOversize', 'Oversize', 'Sum'],
  ['metricRetryable', 'Retryable', 'Sum'],
  ['metricKeyUnavailable', 'KeyUnavailable', 'Sum'],
  ['metricOldestMessageAge', 'OldestMessageAge', 'Maximum'],
];

function imported(names: { functionName?: string } = { functionName: NAME }): IEncryptedQueueToTable {
  const stack = new Stack(new App(), 'Reader', { env: { account: ACCOUNT, region: REGION } });
  return EncryptedQueueToTable.fromNames(stack, 'Orders', {
    keyArn: KEY_ARN,
    queueName: NAME,
    tableName: NAME,
    ...names,
  });
}

describe('the metrics of the writer', () => {
  test.each(METHODS)('%s is the metric that the writer reports', (method, metricName, statistic) => {
    for (const orders of [addOrders(), imported()]) {
      expect(orders[method]('' as never).toMetricConfig().metricStat).toMatchObject({
        namespace: 'EncryptedQueueToTable',
        metricName,
        dimensions: [{ name: 'FunctionName', value: NAME }],
        statistic,
      });
    }
  });

  test('take the options of any metric', () => {
    const metric = addOrders().metricStored({ period: Duration.minutes(1), statistic: 'Average', label: 'orders' });
    expect(metric).toMatchObject({ statistic: 'Average', label: 'orders' });
    expect(metric.period.toSeconds()).toBe(60);
  });

  test('of another app need the name of its function', () => {
    expect(() => imported({}).metricStored()).toThrow(
      "'functionName' must be given for the metrics of the writer, got undefined [Reader/Orders]",
    );
  });
});
