import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';

/** Where the writer's metrics are, as src/writer/report.ts writes them. */
const NAMESPACE = 'EncryptedQueueToTable';

/** A metric of the writer: a sum, unless asked for otherwise. */
export function writerMetric(
  writer: { readonly functionName: string },
  metricName: string,
  options: MetricOptions = {},
): Metric {
  const dimensionsMap = { FunctionName: writer.functionName };
  return new Metric({ namespace: NAMESPACE, metricName, dimensionsMap, statistic: 'Sum', ...options });
}
