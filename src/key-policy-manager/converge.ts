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
  const requireTime = () => {
    if (deadline.remaining() < settleMilliseconds + REQUEST_MILLISECONDS) throw new NotSettled(NO_TIME);
  };
  const options = { deadline, isWorthTrying, reserve: settleMilliseconds + 2 * REQUEST_MILLISECONDS };
  for (;;) {
    const isThere = await retry(async () => {
      const current = await store.get();
      if (samePolicy(current, plan(current))) return true;
      waited = 0;
      const planned = await planFresh(store, { plan, check }, current, requireTime);
      if (planned === undefined) return true;
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
 * The policy to put, or nothing if somebody has put it meanwhile. Checks take their time, so the policy is read again
 * after them: nothing comes between that read and the put.
 */
async function planFresh(
  store: PolicyStore,
  { plan, check }: Goal,
  seen: PolicyDocument,
  requireTime: () => void,
): Promise<PolicyDocument | undefined> {
  for (let current = seen; ;) {
    const planned = plan(current);
    if (samePolicy(current, planned)) return undefined;
    await check(planned, current);
    await store.confirm?.();
    const latest = await store.get();
    requireTime();
    if (samePolicy(latest, current)) return planned;
    current = latest;
  }
}

const NO_TIME = 'the time is up before the policy of the key has stayed as it should be: somebody else changes it too';
