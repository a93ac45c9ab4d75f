/**
 * Tries in a row that get nothing done before a call is given up: about half a second of waiting in the mean, then the
 * queue waits better.
 */
export const IDLE_TRIES = 5;

const BASE_MILLISECONDS = 50;
const CAP_MILLISECONDS = 2_000;

/**
 * Milliseconds to wait before the next try: anything up to a bound that doubles with each try (full jitter), so that
 * writers that were throttled together don't come back together.
 */
export function backoff(idleTries: number): number {
  return Math.random() * Math.min(CAP_MILLISECONDS, BASE_MILLISECONDS * 2 ** idleTries);
}
