import { realClock } from '../../../sandbox/clock/real-clock';

const DAY = 86_400_000;

beforeEach(() => jest.useFakeTimers({ now: 0 }));

afterEach(() => jest.useRealTimers());

test('is the time of this machine', async () => {
  const clock = realClock();
  await jest.advanceTimersByTimeAsync(1_500);
  expect(clock.now()).toBe(1_500);
});

test('passes faster by its speedup', async () => {
  const clock = realClock(120);
  const happened: string[] = [];
  clock.after(DAY, () => happened.push('timer'));
  void clock.sleep(2 * DAY).then(() => happened.push('woken'));
  await jest.advanceTimersByTimeAsync(DAY / 120 - 1);
  expect(happened).toEqual([]);
  await jest.advanceTimersByTimeAsync(1);
  expect(happened).toEqual(['timer']);
  await jest.advanceTimersByTimeAsync(DAY / 120);
  expect([happened, clock.now()]).toEqual([['timer', 'woken'], 2 * DAY]);
});

test('takes times that are too long for one timer of Node.js', async () => {
  const happened: string[] = [];
  realClock().after(60 * DAY, () => happened.push('timer'));
  await jest.advanceTimersByTimeAsync(60 * DAY - 1);
  expect(happened).toEqual([]);
  await jest.advanceTimersByTimeAsync(1);
  expect(happened).toEqual(['timer']);
});

test('does nothing that was called off', async () => {
  const happened: string[] = [];
  realClock().after(60 * DAY, () => happened.push('timer'))();
  await jest.advanceTimersByTimeAsync(61 * DAY);
  expect(happened).toEqual([]);
});
