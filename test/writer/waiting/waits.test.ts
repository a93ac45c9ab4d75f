import * as fc from 'fast-check';
import { postponed, refused, STORED, type Outcome, type Settled } from '../../../src/writer/batch/outcome';
import { renderWaits } from '../../../src/writer/waiting/waits';
import { fifoMessage, message } from '../messages';

const WAITS = { queueUrl: 'https://queue', steps: [180, 360, 720, 1440, 2880, 3600], jitter: 0.25 };
const DENIED = postponed({ kind: 'denied', error: 'AccessDeniedException' });
const NO_KEY = postponed({ kind: 'keyUnavailable', error: 'KMSDisabledException' });

const received = (receives: number | string, outcome: Outcome = DENIED): Settled => ({
  record: message({ attributes: { ApproximateReceiveCount: String(receives) } }),
  outcome,
});
const seconds = (settled: readonly Settled[], random = 0): number[] =>
  renderWaits(settled, WAITS, () => random).map(wait => wait.seconds);

test.each([
  [1, 180],
  [2, 360],
  [5, 2880],
  [6, 3600],
  [7, 3600],
  [900, 3600],
  ['', 180],
  ['0', 180],
])('after receive %p a message waits %i seconds', (receives, expected) => {
  expect(seconds([received(receives), received(receives, NO_KEY)])).toEqual([expected, expected]);
});

test('a wait is shortened at random, by a quarter at most', () => {
  expect(seconds([received(1)], 0.5)).toEqual([158]);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (receives, random) => {
        const [wait] = seconds([received(receives)], random);
        const [step] = seconds([received(receives)], 0);
        expect(wait).toBeGreaterThanOrEqual(step * 0.75);
        expect(wait).toBeLessThanOrEqual(step);
        expect(Number.isInteger(wait)).toBe(true);
      },
    ),
  );
});

test('messages that failed together do not come back together', () => {
  const waits = renderWaits(
    Array.from({ length: 50 }, () => received(6)),
    WAITS,
  );
  expect(new Set(waits.map(wait => wait.seconds)).size).toBeGreaterThan(10);
});

test('a message that can never be stored does not wait', () => {
  expect(seconds([received(1, refused('notJson')), received(5, refused('oversize'))])).toEqual([0, 0]);
});

test('nothing is said of a message that is stored', () => {
  expect(seconds([received(1, STORED)])).toEqual([]);
});

test('messages of a group wait equally long, as long as the one received most often', () => {
  const settled = [1, 5, 2].map(receives => ({
    record: fifoMessage('a', receives, { attributes: { ApproximateReceiveCount: String(receives) } }),
    outcome: DENIED,
  }));
  const other = { record: fifoMessage('b', 1), outcome: DENIED };
  const waits = renderWaits([...settled, other], WAITS);
  expect(new Set(waits.slice(0, 3).map(wait => wait.seconds)).size).toBe(1);
  expect(waits[0].seconds).toBeGreaterThanOrEqual(2880 * 0.75);
  expect(waits[3].seconds).toBeLessThanOrEqual(180);
});

test('a group on a standard queue is no order, so its messages wait each by itself', () => {
  const settled = Array.from({ length: 50 }, () => ({
    record: message({ attributes: { MessageGroupId: 'tenant', ApproximateReceiveCount: '6' } }),
    outcome: DENIED,
  }));
  expect(new Set(renderWaits(settled, WAITS).map(wait => wait.seconds)).size).toBeGreaterThan(10);
});
