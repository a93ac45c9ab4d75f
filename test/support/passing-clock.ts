import { TestClock } from '../../sandbox/clock/test-clock';

/** For how long nothing has to be done before time passes, in milliseconds. */
const PAUSE = 10;

/** A clock that passes by itself. */
export interface PassingClock {
  readonly clock: TestClock;
  /** Lets time pass at once, when nobody outside waits for it. */
  pass(milliseconds: number): Promise<void>;
  /** Lets it stand still, once it does. */
  stop(): Promise<void>;
}

/**
 * A clock whose time passes a hundred times faster while nothing is being done, and stands still while something is: no
 * test of it depends on how fast the machine is.
 *
 * @param step the milliseconds that the sandbox makes of ten
 */
export function passingClock(step = 1_000): PassingClock {
  const clock = new TestClock(Date.now());
  let isPassing = true;
  let more = 0;
  const passing = (async (): Promise<void> => {
    while (isPassing) {
      const due = step + more;
      more = 0;
      await clock.advance(due);
      await new Promise(resolve => setTimeout(resolve, PAUSE));
    }
  })();
  return {
    clock,
    pass: async milliseconds => {
      more = milliseconds;
      await clock.sleep(milliseconds);
    },
    stop: async () => {
      isPassing = false;
      await passing;
    },
  };
}
