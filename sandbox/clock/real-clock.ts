import { sleepBy, type Clock } from './clock';

/** The longest time that a timer of Node.js takes. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * The clock of this machine.
 *
 * @param speedup how many seconds of the sandbox pass in one second of the machine
 */
export function realClock(speedup = 1): Clock {
  const [started, origin] = [Date.now(), performance.now()];
  const now = (): number => started + (performance.now() - origin) * speedup;
  const after: Clock['after'] = (milliseconds, then) => {
    const due = now() + milliseconds;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const left = Math.max(0, due - now()) / speedup;
      timer = left > LONGEST_TIMER ? setTimeout(wait, LONGEST_TIMER) : setTimeout(then, Math.ceil(left));
    };
    wait();
    return () => clearTimeout(timer);
  };
  return {
    speedup,
    now,
    after,
    sleep: async (milliseconds, wake) => sleepBy(after, milliseconds, wake),
    during: async work => work(),
  };
}
