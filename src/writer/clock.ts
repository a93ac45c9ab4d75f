import { setTimeout as sleep } from 'node:timers/promises';

/** Time as the writer sees it: the time of day, and how much is left of an invocation. */
export interface InvocationClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds until the writer must have answered. */
  remaining(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Time kept back for the answer and the log, so that an invocation is never cut off with its batch in doubt. */
const RESERVE_MILLISECONDS = 400;

/** What is kept back for what is done after storing: a fifth of the time, and no more than this. */
const LATER_MILLISECONDS = 3_000;

/**
 * The clock of an invocation. Its end is fixed once, on a clock that nobody sets.
 *
 * @param remaining what Lambda says is left of the invocation, in milliseconds
 */
export function lambdaClock(remaining: number): InvocationClock {
  const end = performance.now() + remaining - RESERVE_MILLISECONDS;
  return {
    now: Date.now,
    remaining: () => end - performance.now(),
    sleep,
  };
}

/** The same clock for storing messages, which ends in time for telling the queue what was not stored. */
export function withReserve(clock: InvocationClock): InvocationClock {
  const reserve = Math.min(LATER_MILLISECONDS, clock.remaining() / 5);
  return { ...clock, remaining: () => clock.remaining() - reserve };
}
