import { setTimeout as reallyWait } from 'node:timers/promises';
import { TestClock } from '../../../sandbox/clock/test-clock';

const HOUR = 3_600_000;

let clock: TestClock;
let happened: string[];
const note = (what: string): number => happened.push(`${what} at ${clock.now()}`);

beforeEach(() => {
  clock = new TestClock(0);
  happened = [];
});

test('stands still while nobody advances it', async () => {
  clock.after(1, () => note('timer'));
  await reallyWait(20);
  expect([clock.now(), happened]).toEqual([0, []]);
});

test('does everything that is due at its own time, in order', async () => {
  clock.after(300, () => note('last'));
  clock.after(100, () => {
    note('first');
    clock.after(100, () => note('of the first'));
  });
  clock.after(200, () => note('second'));
  await clock.advance(250);
  expect(happened).toEqual(['first at 100', 'second at 200', 'of the first at 200']);
  expect(clock.now()).toBe(250);
  await clock.advance(50);
  expect(happened.at(-1)).toBe('last at 300');
});

test('does nothing that was called off', async () => {
  const callOff = clock.after(100, () => note('timer'));
  callOff();
  await clock.advance(HOUR);
  expect(happened).toEqual([]);
});

test('a day of a loop that waits takes no time', async () => {
  let rounds = 0;
  void clock.during(async () => {
    for (;;) {
      await clock.sleep(20_000);
      rounds += 1;
    }
  });
  await clock.advance(24 * HOUR);
  expect(rounds).toBe(4320);
});

test('stands still while work is being done', async () => {
  const working = clock.during(async () => {
    await reallyWait(20);
    note('work done');
  });
  clock.after(100, () => note('timer'));
  await clock.advance(100);
  await working;
  expect(happened).toEqual(['work done at 0', 'timer at 100']);
});

test('lets time pass while work sleeps, and stands still again when it goes on', async () => {
  const working = clock.during(async () => {
    await clock.sleep(100);
    note('woken');
    await reallyWait(20);
    note('work done');
  });
  clock.after(100.5, () => note('timer'));
  await clock.advance(200);
  await working;
  expect(happened).toEqual(['woken at 100', 'work done at 100', 'timer at 100.5']);
});

test('work that sleeps twice at once lets time pass once', async () => {
  const working = clock.during(async () => {
    await Promise.all([clock.sleep(100), clock.sleep(200)]);
    await reallyWait(20);
    note('work done');
  });
  clock.after(300, () => note('timer'));
  await clock.advance(400);
  await working;
  expect(happened).toEqual(['work done at 200', 'timer at 300']);
});

test('work that ends while it sleeps ends once', async () => {
  await clock.during(async () => Promise.race([clock.sleep(100), Promise.resolve()]));
  const working = clock.during(async () => {
    await reallyWait(20);
    note('work done');
  });
  await clock.advance(200);
  await working;
  expect(happened).toEqual(['work done at 0']);
});

test('what work has begun for itself is other work', async () => {
  let background: Promise<void> | undefined;
  await clock.during(async () => {
    background = clock.during(async () => {
      await clock.sleep(100);
      await reallyWait(20);
      note('background done');
    });
  });
  clock.after(100, () => note('timer'));
  await clock.advance(100);
  await background;
  expect(happened).toEqual(['background done at 100', 'timer at 100']);
  expect(clock.now()).toBe(100);
});

test('work that fails lets time go on', async () => {
  await expect(clock.during(async () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  await clock.advance(100);
  expect(clock.now()).toBe(100);
});

test('a sleep ends with its signal, and its timer is gone', async () => {
  const wake = new AbortController();
  const sleeping = clock.sleep(100, wake.signal).then(() => note('woken'));
  await clock.advance(50);
  wake.abort();
  await sleeping;
  await clock.sleep(100, wake.signal); // which has been given already
  expect(happened).toEqual(['woken at 50']);
});

test('goes from timer to timer until something holds', async () => {
  clock.after(HOUR, () => note('timer'));
  clock.after(2 * HOUR, () => note('too late'));
  expect(await clock.advanceUntil(() => happened.length === 1, 24 * HOUR)).toBe(true);
  expect(clock.now()).toBe(HOUR);
});

test('says when something did not come to hold in time', async () => {
  expect(await clock.advanceUntil(() => false, HOUR)).toBe(false);
  expect(clock.now()).toBe(HOUR);
});

test('refuses to be advanced twice at once', async () => {
  const first = clock.advance(100);
  await expect(clock.advance(100)).rejects.toThrow('the clock is already being advanced');
  await first;
  expect(clock.now()).toBe(100);
});
