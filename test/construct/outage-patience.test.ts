import * as fc from 'fast-check';
import { patienceOf } from '../../src/construct/outage-patience';

const DAY = 86_400;
const HOUR = 3_600;

/** The seconds after each receive, each shortened by its part of the jitter. */
function waits({ steps, jitter, maxReceiveCount }: ReturnType<typeof patienceOf>, shortened: number): number[] {
  return Array.from(
    { length: maxReceiveCount },
    (_, index) => steps[Math.min(index, steps.length - 1)] * (1 - jitter * shortened),
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

test('a day of patience, with a visibility timeout of three minutes', () => {
  expect(patienceOf(DAY, 180, 4 * DAY)).toEqual({
    steps: [180, 360, 720, 1_440, 2_880, 3_600],
    jitter: 0.25,
    maxReceiveCount: 41,
    longestWait: 135_180, // 37.6 hours
  });
});

test.each([
  ['a long visibility timeout', DAY, 5_400, 4 * DAY, [3_600], 37],
  ['a short one', DAY, 6, 4 * DAY, [6, 12, 24, 48, 96, 192, 384, 768, 1_536, 3_072, 3_600], 46],
  ['little patience', 60, 180, 4 * DAY, [180, 360, 720, 1_440, 2_880, 3_600], 6],
  ['a short retention, of which a step is a 24th', HOUR, 180, 6 * HOUR, [180, 360, 720, 900], 12],
  ['a retention that only the deployment knows', DAY, 180, undefined, [180, 360, 720, 1_440, 2_880, 3_600], 41],
])('%s', (_, patience, visibilityTimeout, retention, steps, maxReceiveCount) => {
  expect(patienceOf(patience, visibilityTimeout, retention)).toMatchObject({ steps, maxReceiveCount });
});

const settings = fc.integer({ min: 600, max: 14 * DAY }).chain(retention =>
  fc.record({
    patience: fc.integer({ min: 60, max: retention }),
    visibilityTimeout: fc.integer({ min: 6, max: 5_700 }),
    retention: fc.constant(retention),
  }),
);

test('bridges the outage at worst, and has five receives left for anything else', () => {
  fc.assert(
    fc.property(settings, ({ patience, visibilityTimeout, retention }) => {
      const shortest = waits(patienceOf(patience, visibilityTimeout, retention), 1);
      expect(sum(shortest.slice(0, -5))).toBeGreaterThanOrEqual(patience);
      expect(sum(shortest.slice(0, -6))).toBeLessThan(patience);
    }),
  );
});

test('lets a message come back within an hour, and obeys the 12 hours that SQS counts from a receive', () => {
  fc.assert(
    fc.property(settings, ({ patience, visibilityTimeout, retention }) => {
      const given = patienceOf(patience, visibilityTimeout, retention);
      const [longestInvocation, longestWindow] = [900, 300];
      for (const wait of waits(given, 0)) {
        expect(wait).toBeLessThanOrEqual(HOUR);
        expect(longestWindow + longestInvocation + wait).toBeLessThanOrEqual(12 * HOUR);
      }
      expect(given.longestWait).toBe(sum(waits(given, 0)));
    }),
  );
});

test('without being asked, moves a message before the queue deletes it, from a retention of 36 minutes on', () => {
  fc.assert(
    fc.property(fc.integer({ min: 36 * 60, max: 14 * DAY }), retention => {
      expect(patienceOf(Math.min(DAY, retention / 3), 180, retention).longestWait).toBeLessThanOrEqual(retention);
    }),
  );
});
