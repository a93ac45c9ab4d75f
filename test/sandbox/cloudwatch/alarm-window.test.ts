import fc from 'fast-check';
import { stateOf, type Breaches, type MissingData } from '../../../sandbox/cloudwatch/alarm-window';

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

/** As AWS writes them: 0 is within the threshold, X breaches it, - is missing; the latest is last. */
const points = (text: string): Breaches => [...text].map(point => (point === '-' ? undefined : point === 'X'));

const states = (text: string, datapointsToAlarm: number): string =>
  TREATMENTS.map(
    missingData => stateOf(points(text), { evaluationPeriods: 3, datapointsToAlarm, missingData }) ?? 'keeps',
  ).join(' ');

// the two tables of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html,
// in the editions of that page that the guide's repository keeps
test.each([
  ['0-X-X', 3, 'OK OK OK OK'],
  ['0----', 3, 'OK OK OK OK'],
  ['----0', 3, 'OK OK OK OK'],
  ['-----', 3, 'INSUFFICIENT_DATA keeps ALARM OK'],
  ['0XX-X', 3, 'ALARM ALARM ALARM ALARM'],
  ['--X--', 3, 'ALARM keeps ALARM OK'],
  ['----X', 3, 'INSUFFICIENT_DATA keeps ALARM OK'],
  ['X----', 3, 'ALARM keeps ALARM OK'],
  ['0-X-X', 2, 'ALARM ALARM ALARM ALARM'],
  ['00X0X', 2, 'ALARM ALARM ALARM ALARM'],
  ['0-X--', 2, 'OK OK ALARM OK'],
  ['----0', 2, 'OK OK ALARM OK'],
  ['----X', 2, 'INSUFFICIENT_DATA keeps ALARM OK'],
  ['---X-', 2, 'ALARM keeps ALARM OK'],
])('%s with %i of 3 to alarm is, by treatment of missing data: %s', (text, datapointsToAlarm, expected) => {
  expect(states(text, datapointsToAlarm)).toBe(expected);
});

test('whatever the treatment, as many breaches as it takes among the latest points are an alarm, and with none missing it does not matter', () => {
  const rules = fc.integer({ min: 1, max: 6 }).chain(evaluationPeriods =>
    fc.record({
      evaluationPeriods: fc.constant(evaluationPeriods),
      datapointsToAlarm: fc.integer({ min: 1, max: evaluationPeriods }),
      real: fc.array(fc.boolean(), { minLength: evaluationPeriods, maxLength: evaluationPeriods + 2 }),
      missingData: fc.constantFrom<MissingData>(...TREATMENTS),
    }),
  );
  fc.assert(
    fc.property(rules, ({ real, ...its }) => {
      const breaching = real.slice(-its.evaluationPeriods).filter(Boolean).length;
      expect(stateOf(real, its)).toBe(breaching >= its.datapointsToAlarm ? 'ALARM' : 'OK');
    }),
  );
});
