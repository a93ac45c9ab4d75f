/**
 * Attempts without progress before a call is given up. They wait 750 milliseconds on average; after that the queue is
 * the better place to wait.
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
