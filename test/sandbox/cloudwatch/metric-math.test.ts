import { calculate, type TimeSeries } from '../../../sandbox/cloudwatch/math/calculate';
import { parseExpression } from '../../../sandbox/cloudwatch/math/parse';

const SERIES: Readonly<Record<string, TimeSeries>> = {
  v: [3, undefined, 0, 6],
  f: [undefined, undefined, 0, 1],
  d: [0, undefined, 0, 2],
  zero: [0, 0, 0, 0],
};

const result = (expression: string): TimeSeries =>
  calculate(parseExpression(expression), {
    periods: 4,
    periodSeconds: 60,
    seriesOf: name => {
      if (!Object.hasOwn(SERIES, name)) throw new Error(`no ${name}`);
      return SERIES[name];
    },
  });

test.each<[string, TimeSeries]>([
  ['v', [3, undefined, 0, 6]],
  ['v+f', [undefined, undefined, 0, 7]], // what is missing in one is missing in the sum
  ['FILL(v,0)+FILL(f,0)', [3, 0, 0, 7]],
  ['FILL(v,REPEAT)', [3, 3, 0, 6]],
  ['FILL(f,v)', [3, undefined, 0, 1]],
  ['IF(FILL(v,0)+FILL(f,0)>0 AND FILL(d,0)==0,1,0)', [1, 0, 0, 0]],
  ['IF(v>2,v,zero)', [3, undefined, 0, 6]],
  ['1+2*3', [7, 7, 7, 7]],
  ['(1+2)*3', [9, 9, 9, 9]],
  ['10-4-3', [3, 3, 3, 3]],
  ['2^3/4', [2, 2, 2, 2]],
  ['-v', [-3, undefined, 0, -6]],
  ['v/zero', [undefined, undefined, undefined, undefined]],
  ['v>=3', [1, undefined, 0, 1]],
  ['v<3', [0, undefined, 1, 0]],
  ['v<=3', [1, undefined, 1, 0]],
  ['v!=3', [0, undefined, 1, 1]],
  ['v>2 AND d>0', [0, undefined, 0, 1]],
  ['v>2 OR zero', [1, undefined, 0, 1]],
  ['v>2 && d>0 || zero', [0, undefined, 0, 1]],
  ['RATE(zero+FILL(v,0)*60)', [undefined, -3, 0, 6]],
  ['DIFF(FILL(v,0))', [undefined, -3, 0, 6]],
  ['CEIL(v/4)+FLOOR(v/4)+ABS(0-v)', [4, undefined, 0, 9]],
])('%s', (expression, expected) => {
  expect(result(expression)).toEqual(expected);
});

test.each([
  ['v +', "metric math wants a value at '': v +"],
  ['(v', "metric math wants ')' at '': (v"],
  ['v w', "metric math ends before 'w': v w"],
  ['v ? 1', "metric math can't have '? 1': v ? 1"],
  ['SEARCH(v)', 'the sandbox does not know SEARCH in metric math'],
  ['IF(v,1)', 'IF takes 3 values in metric math, got 2'],
  ['w', 'no w'],
])('%s is refused', (expression, problem) => {
  expect(() => result(expression)).toThrow(problem);
});
