/** What CloudWatch knows a metric by: one with other dimensions is another metric. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** One value of a metric, or several of the same moment. */
export interface Datum extends MetricName {
  readonly values: readonly number[];
  /** How often each value came. @default once */
  readonly counts?: readonly number[];
  /** @default None */
  readonly unit?: string;
  /** In milliseconds since 1970. @default now */
  readonly at?: number;
}

/** Takes values of metrics. */
export type Measure = (datum: Datum) => void;

/** The same text for the same metric, in whichever order its dimensions come. */
export const identityOf = ({ namespace, name, dimensions }: MetricName): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1))]);
