import { timeOf, validated, withFlags } from './inputs';
import type { Cloud } from '../../cloudformation/cloud';
import { answerQuery, metricOf, periodOf, type MetricQuery } from '../../cloudwatch/metric-query';
import { MINUTE } from '../../cloudwatch/metric-store';
import { parseStatistic } from '../../cloudwatch/statistic';
import type { Fields, ServiceOperations } from '../../gateway/operations';
import type { RequirePermission } from '../../gateway/permission';
import { listIn } from '../../gateway/query-protocol';
import { ServiceError } from '../../gateway/service-error';

/** Reading and putting values of metrics. */
export function metricOperations({ monitoring }: Cloud, requirePermission: RequirePermission): ServiceOperations {
  const { metrics } = monitoring;
  return {
    GetMetricData: async (given, { caller }) => {
      await requirePermission(caller, 'cloudwatch:GetMetricData', '*');
      const input = withFlags(given) as Fields;
      const queries = listIn<MetricQuery>(input.MetricDataQueries);
      const isDescending = input.ScanBy !== 'TimestampAscending';
      const results = queries
        .filter(({ ReturnData }) => ReturnData !== false)
        .map(query => {
          const points = validated(() => pointsOf(query, queries, timeOf(input.StartTime), timeOf(input.EndTime)));
          if (isDescending) points.reverse();
          return {
            Id: query.Id,
            Label: query.Label ?? String(query.MetricStat?.Metric.MetricName ?? query.Id),
            Timestamps: points.map(({ at }) => new Date(at)),
            Values: points.map(({ value }) => value),
            StatusCode: 'Complete',
          };
        });
      return { MetricDataResults: results, Messages: [] };
    },

    GetMetricStatistics: async (input, { caller }) => {
      await requirePermission(caller, 'cloudwatch:GetMetricStatistics', '*');
      const names = [...listIn<string>(input.Statistics), ...listIn<string>(input.ExtendedStatistics)];
      const unknown = names.find(name => parseStatistic(name) === undefined);
      if (unknown !== undefined || names.length === 0) {
        throw new ServiceError('InvalidParameterValue', `the sandbox does not know the statistic '${unknown}'`);
      }
      const byTime = new Map<number, Fields>();
      for (const name of names) {
        const query: MetricQuery = { Id: 'm', MetricStat: { Metric: input, Period: Number(input.Period), Stat: name } };
        const points = validated(() => pointsOf(query, [query], timeOf(input.StartTime), timeOf(input.EndTime)));
        for (const { at, value } of points) {
          const point = byTime.get(at) ?? { Timestamp: new Date(at), Unit: input.Unit ?? 'None' };
          if (name.startsWith('p')) point.ExtendedStatistics = { ...point.ExtendedStatistics, [name]: value };
          else point[name] = value;
          byTime.set(at, point);
        }
      }
      return { Label: input.MetricName, Datapoints: [...byTime.values()] };
    },

    ListMetrics: async (input, { caller }) => {
      await requirePermission(caller, 'cloudwatch:ListMetrics', '*');
      const wanted = listIn<Fields>(input.Dimensions);
      const found = metrics.metrics.filter(
        ({ namespace, name, dimensions }) =>
          (input.Namespace === undefined || input.Namespace === namespace) &&
          (input.MetricName === undefined || input.MetricName === name) &&
          wanted.every(
            ({ Name, Value }) =>
              Object.hasOwn(dimensions, String(Name)) && (Value ?? dimensions[Name]) === dimensions[Name],
          ),
      );
      const rendered = found.map(({ namespace, name, dimensions }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      }));
      return { Metrics: rendered };
    },

    PutMetricData: async (input, { caller }) => {
      const context = { 'cloudwatch:namespace': String(input.Namespace) };
      await requirePermission(caller, 'cloudwatch:PutMetricData', '*', context);
      for (const datum of listIn<Fields>(input.MetricData)) {
        if (datum.StatisticValues !== undefined) {
          throw new ServiceError('InvalidParameterCombination', 'the sandbox takes values, and no statistic sets');
        }
        metrics.put({
          ...metricOf({ ...datum, Namespace: input.Namespace }),
          values: datum.Value === undefined ? listIn<number>(datum.Values).map(Number) : [Number(datum.Value)],
          counts: datum.Counts === undefined ? undefined : listIn<number>(datum.Counts).map(Number),
          unit: datum.Unit as string | undefined,
          at: datum.Timestamp === undefined ? undefined : timeOf(datum.Timestamp),
        });
      }
    },
  };

  /** What a query comes to between two times, in whole periods. */
  function pointsOf(
    query: MetricQuery,
    all: readonly MetricQuery[],
    from: number,
    to: number,
  ): { at: number; value: number }[] {
    const length = periodOf(query, all) * 1000;
    if (!(length >= MINUTE && length % MINUTE === 0)) {
      throw new ServiceError(
        'InvalidParameterValue',
        `the sandbox has periods of full minutes, got ${length / 1000} seconds`,
      );
    }
    const start = from - (from % length);
    const periods = Math.max(0, Math.ceil((to - start) / length));
    return answerQuery(metrics, query, all, { start, periods }).flatMap((value, index) =>
      value === undefined ? [] : [{ at: start + index * length, value }],
    );
  }
}
