/**
 * The one time of the sandbox. Everything that takes time there asks this clock: delays, visibility, retention and long
 * polls of queues, windows and retries of pollers, data keys that services keep, the expiry of key material, time-outs
 * of custom resources, the times of log lines.
 *
 * The contract, for whoever writes a part of the sandbox:
 *
 * - A part that waits calls `sleep`. A part that gives something a limit calls `after`. Nothing uses the timers of
 *   Node.js or `Date.now()`.
 * - A part that works calls `during`: time stands still until the work is done. Requests and invocations already do so.
 * - A sleep inside `during` lets time pass until the sleep ends. Of two nested ones it is the inner one that lets go.
 * - The code of a function runs in a process of its own, in real time. The sandbox's time stands still meanwhile, so a
 *   function can't wait for something that this clock has to bring about, such as the end of a long poll. Its time-out
 *   and the deadline in its context are real seconds. Its own waits are shortened: see `speedup`.
 */
export interface Clock {
  /** How many times faster than the machine's clock a plain wait in the code of a function ends. */
  readonly speedup: number;

  /** Milliseconds since 1970. */
  now(): number;

  /**
   * Calls back once, when this much time has passed.
   *
   * @returns calls it off
   */
  after(milliseconds: number, then: () => void): () => void;

  /** Waits until this much time has passed, or until the signal says so. Never rejects. */
  sleep(milliseconds: number, wake?: AbortSignal): Promise<void>;

  /** Does work that takes no time. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

/** Waits by the timers of a clock. */
export async function sleepBy(
  after: Clock['after'],
  milliseconds: number,
  wake: AbortSignal | undefined,
): Promise<void> {
  if (wake?.aborted) return;
  await new Promise<void>(resolve => {
    const callOff = after(milliseconds, () => {
      wake?.removeEventListener('abort', woken);
      resolve();
    });
    const woken = (): void => {
      callOff();
      resolve();
    };
    wake?.addEventListener('abort', woken, { once: true });
  });
}
