/** A value and how often it came. */
export interface Sample {
  readonly value: number;
  readonly count: number;
}

type Summary = (samples: readonly Sample[]) => number;

const countOf: Summary = samples => samples.reduce((sum, { count }) => sum + count, 0);
const sumOf: Summary = samples => samples.reduce((sum, { value, count }) => sum + value * count, 0);

const STATISTICS: Readonly<Record<string, Summary>> = {
  SampleCount: countOf,
  Sum: sumOf,
  Average: samples => sumOf(samples) / countOf(samples),
  Minimum: samples => Math.min(...samples.map(({ value }) => value)),
  Maximum: samples => Math.max(...samples.map(({ value }) => value)),
};

/**
 * How samples become one number; none if the sandbox does not know the statistic.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export function parseStatistic(name: string): Summary | undefined {
  const [, percent] = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name) ?? [];
  if (percent === undefined) return Object.hasOwn(STATISTICS, name) ? STATISTICS[name] : undefined;
  return Number(percent) > 100 ? undefined : samples => percentile(samples, Number(percent));
}

/** The smallest value that so many percent of all are at or below. AWS does not say how it interpolates: [U]. */
function percentile(samples: readonly Sample[], percent: number): number {
  const sorted = [...samples].sort((one, other) => one.value - other.value);
  const rank = Math.max(1, Math.ceil((percent / 100) * countOf(samples)));
  let seen = 0;
  for (const { value, count } of sorted) {
    seen += count;
    if (seen >= rank) return value;
  }
  return sorted.at(-1)!.value;
}
