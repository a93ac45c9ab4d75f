import type { Account } from './account';
import { broken, type LinkCheck, type LinkFinding, good } from './check';
import { KEY_CHECKS } from './key-checks';
import { NotAllowed } from './not-allowed';
import { WAY_CHECKS } from './way-checks';

/** What became of a check: found, or not looked at. */
export interface Diagnosis extends Omit<LinkFinding, 'state'> {
  readonly number: number;
  readonly name: string;
  readonly state: LinkFinding['state'] | 'unknown' | 'follows';
}

const STACK: LinkCheck = {
  name: 'stack',
  after: [],
  look: async account => {
    const { StackStatus = 'missing' } = (await account.stack()) ?? {};
    return /^(CREATE|UPDATE|IMPORT)_COMPLETE$|^UPDATE_ROLLBACK_COMPLETE$/.test(StackStatus)
      ? good(`the stack ${account.stackName} is ${StackStatus}`)
      : broken(`the stack ${account.stackName} is ${StackStatus}`, `npx cdk deploy ${account.stackName}`);
  },
};

/** Every check, in the order in which one explains the next. */
export const CHECKS: readonly LinkCheck[] = [STACK, ...KEY_CHECKS, ...WAY_CHECKS];

/** Goes through the checks. What follows from a broken one is not looked at, so a cause is named before its effects. */
export async function diagnose(account: Account, checks = CHECKS): Promise<Diagnosis[]> {
  const done: Diagnosis[] = [];
  for (const [index, check] of checks.entries()) {
    const cause = done.find(({ name, state }) => state === 'broken' && check.after.includes(name));
    const found =
      cause === undefined
        ? await look(check, account)
        : { state: 'follows' as const, says: `not looked at: it follows from ${cause.number}` };
    done.push({ number: index + 1, name: check.name, ...found });
  }
  return done;
}

async function look(check: LinkCheck, account: Account): Promise<Omit<Diagnosis, 'number' | 'name'>> {
  try {
    return await check.look(account);
  } catch (error) {
    if (error instanceof NotAllowed) return { state: 'unknown', says: `not looked at: ${error.message}` };
    throw error;
  }
}
