/** The time that work may take. */
export interface Deadline {
  /** Milliseconds that are left for the work. */
  remaining(): number;
  sleep(milliseconds: number): Promise<void>;
}

/**
 * A time that begins now. It is over when the machine's clock says so, or when the sleeps add up to it: in the sandbox,
 * they are shorter than they say.
 */
export function deadlineIn(milliseconds: number, sleep: (milliseconds: number) => Promise<unknown>): Deadline {
  const start = performance.now();
  let slept = 0;
  return {
    remaining: () => milliseconds - Math.max(performance.now() - start, slept),
    sleep: async wait => {
      slept += wait;
      await sleep(wait);
    },
  };
}

/**
 * Tries until something succeeds, and waits longer each time.
 *
 * @throws the error of the last attempt
 */
export async function retry<T>(
  attempt: () => Promise<T>,
  { deadline, isWorthTrying, patience = Infinity, reserve = 0 }: RetryOptions,
): Promise<T> {
  for (let failed = 0, waited = 0; ; failed++) {
    try {
      return await attempt();
    } catch (error) {
      const wait = Math.min(LONGEST_WAIT_MILLISECONDS, 500 * 2 ** failed);
      if (!isWorthTrying(error) || deadline.remaining() < wait + reserve || waited + wait > patience) throw error;
      waited += wait;
      await deadline.sleep(wait * (0.5 + Math.random() / 2));
    }
  }
}

export interface RetryOptions {
  readonly deadline: Deadline;
  /** Whether another attempt may end otherwise. */
  readonly isWorthTrying: (error: unknown) => boolean;
  /** Milliseconds that have to be left after a wait. */
  readonly reserve?: number;
  /** Milliseconds to wait in all. */
  readonly patience?: number;
}

const LONGEST_WAIT_MILLISECONDS = 8_000;
