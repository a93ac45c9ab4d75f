import { isPassing } from './kms-failures';
import { type Clock, type PolicyStore } from './policy-store';
import { canonical, samePolicy } from '../key-policy/same';
import { type PolicyDocument } from '../key-policy/statement';

/**
 * Longest time a request to KMS may take. `PutKeyPolicy` knows no version: two who read the same policy overwrite each
 * other's. So every put follows its read within this time, and nobody believes in a put of theirs before it has
 * outlasted those that may have been under way.
 */
export const REQUEST_MILLISECONDS = 2_000;
export const SETTLE_MILLISECONDS = 2 * REQUEST_MILLISECONDS + 500;

const LONGEST_WAIT_MILLISECONDS = 8_000;

/** What is wanted of a key's policy. */
export interface Goal {
  /** The policy to put, given the one that is there. Planned from its own result, it must be the same. */
  readonly plan: (current: PolicyDocument) => PolicyDocument;
  /** @throws if the planned policy must not be put */
  readonly check: (planned: PolicyDocument) => void;
}

/**
 * Brings a key's policy where it should be, and stays until it has settled there: reads, plans, checks, puts, and reads
 * again. What may pass is tried again while there is time.
 *
 * @returns whether anything had to be put
 */
export async function converge(store: PolicyStore, { plan, check }: Goal, clock: Clock): Promise<boolean> {
  let changed = false;
  let readBack: string | undefined;
  for (let attempt = 0; ; attempt++) {
    try {
      const current = await store.get();
      const planned = plan(current);
      if (samePolicy(current, planned)) return changed;
      // twice the same after a put: it is how KMS spells what was put
      if (canonical(current) === readBack) return changed;
      readBack = changed ? canonical(current) : undefined;
      check(planned);
      await store.put(planned);
      changed = true;
      attempt = 0;
      if (clock.remaining() < SETTLE_MILLISECONDS) {
        throw new Error('no time left to see whether the policy stays as it was put');
      }
      await clock.sleep(SETTLE_MILLISECONDS);
    } catch (error) {
      const wait = Math.min(LONGEST_WAIT_MILLISECONDS, 500 * 2 ** attempt);
      if (!isPassing(error) || clock.remaining() < wait + 2 * REQUEST_MILLISECONDS) throw error;
      await clock.sleep(wait * (0.5 + Math.random() / 2));
    }
  }
}
