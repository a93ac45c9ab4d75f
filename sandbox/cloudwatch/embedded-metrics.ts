import type { Datum } from './metric';

/**
 * The values of metrics that a log line has in the embedded metric format.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function parseEmbeddedMetrics(line: string): Datum[] {
  if (!line.includes('"CloudWatchMetrics"')) return [];
  const body = parseObject(line);
  const { CloudWatchMetrics, Timestamp } = (body?._aws ?? {}) as Readonly<Record<string, unknown>>;
  if (body === undefined || !Array.isArray(CloudWatchMetrics)) return [];
  return (CloudWatchMetrics as Directive[]).flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap(set =>
      Metrics.flatMap(({ Name, Unit }) => {
        const values = [body[Name]].flat().filter(value => typeof value === 'number');
        if (values.length === 0) return [];
        const dimensions = Object.fromEntries(set.map(name => [name, String(body[name])]));
        return [{ namespace: Namespace, name: Name, dimensions, values, unit: Unit, at: Number(Timestamp) }];
      }),
    ),
  );
}

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit?: string }[];
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
