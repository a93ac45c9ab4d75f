export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type MissingData = 'breaching' | 'notBreaching' | 'ignore' | 'missing';

/** What an alarm looks at: whether each period breached, the earliest first; `undefined` where no data came. */
export type Breaches = readonly (boolean | undefined)[];

export interface WindowRules {
  /** N: how many data points count. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach. */
  readonly datapointsToAlarm: number;
  readonly missingData: MissingData;
}

/**
 * So many periods more than it evaluates does CloudWatch look at. It gives no figure but for its example, in which an
 * alarm of three periods looks at five: [U].
 */
const LOOKED_AT_MORE = 2;

/** How many periods an alarm looks at: what AWS calls the evaluation range. */
export const evaluationRange = ({ evaluationPeriods }: WindowRules): number => evaluationPeriods + LOOKED_AT_MORE;

/**
 * The state that the data points of an evaluation range make; `undefined` if the alarm keeps the one it has.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function stateOf(points: Breaches, rules: WindowRules): AlarmState | undefined {
  const { evaluationPeriods, datapointsToAlarm, missingData } = rules;
  const real = points.filter((point): point is boolean => point !== undefined).slice(-evaluationPeriods);
  const breaching = real.filter(point => point).length;
  if (breaching >= datapointsToAlarm) return 'ALARM';
  const missing = evaluationPeriods - real.length;
  if (missing === 0) return 'OK';
  switch (missingData) {
    case 'breaching':
      return breaching + missing >= datapointsToAlarm ? 'ALARM' : 'OK';
    case 'notBreaching':
      return 'OK';
    case 'ignore':
      return real.includes(false) ? 'OK' : undefined;
    case 'missing':
      if (real.includes(false)) return 'OK';
      return isOldEnough(points, datapointsToAlarm) ? 'ALARM' : 'INSUFFICIENT_DATA';
  }
}

/** Whether the oldest of nothing but breaches is so old that it would have been an alarm by now. */
function isOldEnough(points: Breaches, datapointsToAlarm: number): boolean {
  const oldest = points.indexOf(true);
  return oldest >= 0 && points.length - oldest >= datapointsToAlarm;
}
