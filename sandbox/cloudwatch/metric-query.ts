import { calculate, type TimeSeries } from './math/calculate';
import { parseExpression } from './math/parse';
import type { MetricName } from './metric';
import type { MetricStore } from './metric-store';
import { parseStatistic } from './statistic';
import type { Fields } from '../gateway/operations';

/** A statistic of a metric or an expression over others, as alarms and `GetMetricData` have them. */
export interface MetricQuery {
  readonly Id: string;
  readonly Label?: string;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Metric: Fields;
    readonly Period: number;
    readonly Stat: string;
    readonly Unit?: string;
  };
  readonly Period?: number;
  readonly ReturnData?: boolean;
}

/** The metric that a request or a template names. */
export const metricOf = ({ Namespace, MetricName: name, Dimensions }: Fields): MetricName => ({
  namespace: String(Namespace),
  name: String(name),
  dimensions: Object.fromEntries(((Dimensions ?? []) as Fields[]).map(({ Name, Value }) => [Name, String(Value)])),
});

/** How long the periods of a query are; those of an expression are as long as those of its metrics. */
export const periodOf = ({ MetricStat, Period }: MetricQuery, all: readonly MetricQuery[]): number =>
  Number(MetricStat?.Period ?? Period ?? all.find(query => query.MetricStat !== undefined)?.MetricStat?.Period ?? 300);

/**
 * What a query comes to, for some periods that follow one another.
 *
 * @param start when the first one begins, at a full minute
 * @throws if it is no query that the sandbox knows
 */
export function answerQuery(
  store: MetricStore,
  query: MetricQuery,
  all: readonly MetricQuery[],
  { start, periods }: { readonly start: number; readonly periods: number },
): TimeSeries {
  const periodSeconds = periodOf(query, all);
  if (query.MetricStat === undefined) {
    const others = all.filter(({ Id }) => Id !== query.Id); // an expression can't use itself
    const seriesOf = (name: string): TimeSeries => {
      const named = others.find(({ Id }) => Id === name);
      if (named === undefined) throw new Error(`there is no metric '${name}': ${query.Expression}`);
      return answerQuery(store, { ...named, Period: periodSeconds }, others, { start, periods });
    };
    return calculate(parseExpression(query.Expression ?? ''), { periods, periodSeconds, seriesOf });
  }
  const { Metric, Stat, Unit } = query.MetricStat;
  const statistic = parseStatistic(Stat);
  if (statistic === undefined) throw new Error(`the sandbox does not know the statistic '${Stat}'`);
  const length = periodSeconds * 1000;
  const metric = metricOf(Metric);
  return Array.from({ length: periods }, (_, index) => {
    const samples = store.samples(metric, start + index * length, start + (index + 1) * length, Unit);
    return samples.length === 0 ? undefined : statistic(samples);
  });
}
