import { type Deadline, retry } from './deadline';
import { isPassing } from './kms-failures';
import { type PolicyStore } from './managed-key';
import { samePolicy } from '../key-policy/same';
import { type PolicyDocument } from '../key-policy/statement';

/** Longest time a request to KMS may take. It is given up then, and what has to be tried again is read again first. */
export const REQUEST_MILLISECONDS = 2_000;

/** How old the policy may be that KMS gives back. */
export const STALENESS_MILLISECONDS = 10_000;

/**
 * How long a policy has to stay as it is before we believe in it.
 *
 * `PutKeyPolicy` knows no version: two who read the same policy overwrite each other. Another manager may have read an
 * old policy just before our put, and puts within two requests of its read. What it put may take as long again to be
 * read.
 */
export const SETTLE_MILLISECONDS = 2 * STALENESS_MILLISECONDS + 2 * REQUEST_MILLISECONDS + 500;

/**
 * How often the policy is read until then. The first read waits for our own put to be seen, and a while by chance: so
 * that managers that have overwritten each other do not do so again.
 */
const POLL_MILLISECONDS = 3_000;

/** What is wanted of a key's policy. */
export interface Goal {
  /** The policy to put, given the one that is there. Planned from its own result, it must be the same. */
  readonly plan: (current: PolicyDocument) => PolicyDocument;
  /** @throws if the planned policy must not be put */
  readonly check: (planned: PolicyDocument, current: PolicyDocument) => void | Promise<void>;
  /** Whether another attempt may succeed after an error. */
  readonly isWorthTrying?: (error: unknown) => boolean;
  /** How long the policy has to stay as it is. */
  readonly settleMilliseconds?: number;
}

/** Thrown where the time is up before the policy has stayed as it should be. */
export class NotSettled extends Error {
  public readonly name = 'NotSettled';
}

/**
 * Brings a key's policy where it should be: reads, plans, checks, puts, and starts over until it has stayed there.
 *
 * It returns only if a read shows the goal that began long enough after anything that could have changed it: our last
 * put, and the puts that others may have had under way when we began.
 *
 * @returns whether anything had to be put
 * @throws what kept it from the goal
 */
export async function converge(
  store: PolicyStore,
  { plan, check, isWorthTrying = isPassing, settleMilliseconds = SETTLE_MILLISECONDS }: Goal,
  deadline: Deadline,
): Promise<boolean> {
  let changed = false;
  let waited = 0;
  const reserve = settleMilliseconds + 2 * REQUEST_MILLISECONDS; // for a put, what settles after it, and its last read
  const requireTime = () => {
    if (deadline.remaining() < reserve) throw new NotSettled(NO_TIME);
  };
  const mayRetry = (error: unknown) => error instanceof NotSettled || isWorthTrying(error);
  const options = { deadline, isWorthTrying: mayRetry, reserve };
  for (;;) {
    const isThere = await retry(async () => {
      const current = await store.get();
      const planned = plan(current);
      if (samePolicy(current, planned)) return true;
      waited = 0;
      await check(planned, current);
      await requireStill(store, current);
      requireTime();
      changed = true;
      await store.put(planned);
      return false;
    }, options);
    if (isThere && waited >= settleMilliseconds) return changed;
    const left = settleMilliseconds - waited;
    if (deadline.remaining() < left + REQUEST_MILLISECONDS) throw new NotSettled(NO_TIME);
    const wait = Math.min(left, waited === 0 ? STALENESS_MILLISECONDS * (1 + Math.random() / 2) : POLL_MILLISECONDS);
    await deadline.sleep(wait);
    waited += wait;
  }
}

/**
 * Checks take their time, so the policy is read again after them: nothing comes between that read and the put.
 *
 * @throws NotSettled if the policy has changed meanwhile: others need a while, and so may KMS's reads
 */
async function requireStill(store: PolicyStore, current: PolicyDocument): Promise<void> {
  await store.confirm?.();
  if (!samePolicy(await store.get(), current)) throw new NotSettled(NO_TIME);
}

const NO_TIME = 'the time is up before the policy of the key has stayed as it should be: somebody else changes it too';
