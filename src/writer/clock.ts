/** Time as the writer sees it: the time of day, and how much is left of an invocation. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds until the writer must have answered. */
  remaining(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Time kept back for the answer and the log, so that an invocation is never cut off with its batch in doubt. */
const RESERVE_MILLISECONDS = 400;

/** @param remaining what Lambda says is left of the invocation, in milliseconds */
export function lambdaClock(remaining: () => number): Clock {
  return {
    now: Date.now,
    remaining: () => remaining() - RESERVE_MILLISECONDS,
    sleep: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
  };
}
