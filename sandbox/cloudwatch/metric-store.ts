import { identityOf, type Datum, type Measure, type MetricName } from './metric';
import type { Sample } from './statistic';

export const MINUTE = 60_000;

interface Series {
  readonly metric: MetricName;
  /** By the minute in which they began, and by their unit. */
  readonly minutes: Map<number, Map<string, Sample[]>>;
}

/** Every metric of the account with its values, minute by minute. */
export class MetricStore {
  private readonly series = new Map<string, Series>();

  public constructor(private readonly now: () => number) {}

  public readonly put: Measure = (datum: Datum) => {
    const { namespace, name, dimensions, values, counts, unit = 'None', at = this.now() } = datum;
    const metric = { namespace, name, dimensions };
    const id = identityOf(metric);
    const series = this.series.get(id) ?? { metric, minutes: new Map<number, Map<string, Sample[]>>() };
    this.series.set(id, series);
    const minute = at - (at % MINUTE);
    const units = series.minutes.get(minute) ?? new Map<string, Sample[]>();
    series.minutes.set(minute, units);
    const samples = values.map((value, index) => ({ value, count: counts?.[index] ?? 1 }));
    units.set(unit, [...(units.get(unit) ?? []), ...samples]);
  };

  /** Every metric that ever had a value. */
  public get metrics(): MetricName[] {
    return [...this.series.values()].map(({ metric }) => metric);
  }

  /** What came from a time on and before another one, both at full minutes. */
  public samples(metric: MetricName, from: number, to: number, unit?: string): Sample[] {
    const minutes = this.series.get(identityOf(metric))?.minutes;
    if (minutes === undefined) return [];
    const found: Sample[] = [];
    for (let minute = from; minute < to; minute += MINUTE) {
      for (const [its, samples] of minutes.get(minute) ?? []) {
        if (unit === undefined || unit === its) found.push(...samples);
      }
    }
    return found;
  }
}
