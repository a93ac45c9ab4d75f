import { ALWAYS_PRESENT, candidatesOf } from './candidates';
import { evaluate } from './evaluate';
import { type Policies } from './judge';
import { type Context, type Request } from './request';

/**
 * A call's circumstances under which the policies give a verdict; `none` if there are none; `unknown` where that could
 * not be decided, as no documentation says what the policies mean, or too many circumstances would have to be tried.
 */
export type Witness = { readonly context: Context } | 'none' | 'unknown';

/** Most circumstances to try for one question. */
const PATIENCE = 300;

/**
 * Looks for circumstances under which a call gets a verdict: an answer to a question with holes, which are the keys
 * that the request leaves open.
 *
 * Tries, for one key after the other on which the verdict depends, the values that the policies tell apart, and that
 * the key be absent. Where the verdict is clear already, the keys that are still open do not matter.
 */
export function findWitness(policies: Policies, request: Request, wanted: 'allowed' | 'denied'): Witness {
  let tries = 0;
  const search = (context: Context, absent: readonly string[]): Witness => {
    tries += 1;
    if (tries > PATIENCE) return 'unknown';
    const isOpen = (key: string) => !absent.includes(key) && (request.isOpen?.(key) ?? false);
    const { verdict, needs } = evaluate(policies, { ...request, context, isOpen });
    if (verdict === wanted) return { context };
    if (verdict !== 'depends') return 'none';
    // most often it does: whatever else the policies speak of is absent
    const mayBePresent = (key: string) => ALWAYS_PRESENT.includes(key) && isOpen(key);
    if (evaluate(policies, { ...request, context, isOpen: mayBePresent }).verdict === wanted) return { context };
    const [key] = needs.flatMap(({ dependsOn }) => dependsOn);
    if (key === undefined) return 'unknown';
    const spelled = needs.find(need => need.key.toLowerCase() === key)?.key ?? key;
    let outcome: Witness = 'none';
    for (const value of candidatesOf(key, policies, context)) {
      const found =
        value === undefined ? search(context, [...absent, key]) : search({ ...context, [spelled]: value }, absent);
      if (typeof found === 'object') return found;
      if (found === 'unknown') outcome = 'unknown';
    }
    return outcome;
  };
  return search(request.context, []);
}
