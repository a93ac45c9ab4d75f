import type { Expression } from './parse';

/** A number for each period, the earliest first; `undefined` where none is known. */
export type TimeSeries = readonly (number | undefined)[];

export interface Figures {
  readonly periods: number;
  readonly periodSeconds: number;
  /** @throws if there is none of this name */
  seriesOf(name: string): TimeSeries;
}

type Operand = number | undefined;

/** What is known only if all of its parts are. */
const PER_PERIOD: Readonly<Record<string, (...given: number[]) => number>> = {
  '+': (one, other) => one + other,
  '-': (one, other) => one - other,
  '*': (one, other) => one * other,
  '/': (one, other) => one / other,
  '^': (one, other) => one ** other,
  '<': (one, other) => Number(one < other),
  '<=': (one, other) => Number(one <= other),
  '>': (one, other) => Number(one > other),
  '>=': (one, other) => Number(one >= other),
  '==': (one, other) => Number(one === other),
  '!=': (one, other) => Number(one !== other),
  AND: (one, other) => Number(one !== 0 && other !== 0),
  OR: (one, other) => Number(one !== 0 || other !== 0),
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
};

/**
 * What an expression of metric math comes to.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 * @throws if it uses what the sandbox does not know
 */
export function calculate(expression: Expression, figures: Figures): TimeSeries {
  const constant = (value: number): TimeSeries => Array.from({ length: figures.periods }, () => value);
  if (expression.kind === 'number') return constant(expression.value);
  if (expression.kind === 'name') return figures.seriesOf(expression.name);
  const { name, given } = expression;
  const series = (index: number): TimeSeries => calculate(given[index], figures);
  const require = (count: number): void => {
    if (given.length !== count) throw new Error(`${name} takes ${count} values in metric math, got ${given.length}`);
  };
  if (Object.hasOwn(PER_PERIOD, name)) {
    require(PER_PERIOD[name].length);
    const parts = given.map((_, index) => series(index));
    return constant(0).map((_, period) =>
      combined(
        name,
        parts.map(part => part[period]),
      ),
    );
  }
  switch (name) {
    case 'IF': {
      require(3);
      const [condition, then, otherwise] = [series(0), series(1), series(2)];
      return condition.map((value, period) =>
        value === undefined ? undefined : (value === 0 ? otherwise : then)[period],
      );
    }
    case 'FILL':
      require(2);
      return fill(series(0), given[1], () => series(1));
    case 'DIFF':
    case 'RATE': {
      require(1);
      return changes(series(0)).map(change =>
        change === undefined ? undefined : change / (name === 'RATE' ? figures.periodSeconds : 1),
      );
    }
    default:
      throw new Error(`the sandbox does not know ${name} in metric math`);
  }
}

function combined(name: string, values: readonly Operand[]): Operand {
  const known = values.filter((value): value is number => value !== undefined);
  const result = known.length < values.length ? undefined : PER_PERIOD[name](...known);
  return result === undefined || !Number.isFinite(result) ? undefined : result; // there is no point where it can't be
}

/** Gives what is missing: a value, or the one before for `REPEAT`. */
function fill(series: TimeSeries, filler: Expression, values: () => TimeSeries): TimeSeries {
  if (filler.kind === 'name' && filler.name === 'REPEAT') {
    let last: Operand;
    return series.map(value => (last = value ?? last));
  }
  const given = values();
  return series.map((value, period) => value ?? given[period]);
}

/** By how much each value differs from the one before. */
const changes = (series: TimeSeries): TimeSeries =>
  series.map((value, period) => {
    const before = period === 0 ? undefined : series[period - 1];
    return value === undefined || before === undefined ? undefined : value - before;
  });
