import { ALARM_CHECKS, RINGING_CHECK } from './alarm-checks';
import type { LinkCheck, LinkFinding } from './check';
import { EVENT_CHECKS } from './event-checks';
import { KEY_CHECKS, KEY_USE_CHECK } from './key-checks';
import { MAPPING_CHECKS, POLLING_CHECK } from './mapping-checks';
import { MESSAGE_CHECKS } from './message-checks';
import { POLICY_CHECKS } from './policy-checks';
import { QUEUE_CHECK } from './queue-checks';
import { RIGHTS_CHECKS } from './rights-checks';
import { STACK_CHECK } from './stack-check';
import { TABLE_CHECKS } from './table-checks';
import { WRITER_CHECKS } from './writer-checks';
import type { Account } from '../deployed/account';
import { NotRead } from '../deployed/not-read';

/** What became of a check: found, or not looked at. */
export interface Diagnosis extends Omit<LinkFinding, 'state'> {
  readonly number: number;
  readonly name: string;
  readonly state: LinkFinding['state'] | 'unknown' | 'follows';
  /** What it means that this is broken. */
  readonly why?: string;
  /** The number of the broken check that this one follows from. */
  readonly cause?: number;
}

/** Every check, in the order in which one explains the next. */
export const CHECKS: readonly LinkCheck[] = [
  STACK_CHECK,
  ...KEY_CHECKS,
  ...POLICY_CHECKS,
  QUEUE_CHECK,
  ...TABLE_CHECKS,
  KEY_USE_CHECK,
  ...WRITER_CHECKS,
  ...MAPPING_CHECKS,
  ...RIGHTS_CHECKS,
  POLLING_CHECK,
  ...ALARM_CHECKS,
  ...EVENT_CHECKS,
  ...MESSAGE_CHECKS,
  RINGING_CHECK,
];

/** The checks of what turns messages into dead letters, and would again. */
export const CAUSES_OF_DEAD_LETTERS: readonly LinkCheck[] = CHECKS.filter(
  ({ name }, _, all) => name === 'stack' || all.find(check => check.name === 'dead letters')!.after.includes(name),
);

/** Goes through the checks. What follows from a broken one is not looked at, so a cause is named before its effects. */
export async function diagnose(account: Account, checks = CHECKS): Promise<Diagnosis[]> {
  const done: Diagnosis[] = [];
  for (const [index, check] of checks.entries()) {
    const causes = done.filter(({ name }) => check.after.includes(name));
    const cause = causes
      .map(({ cause: of, number, state }) => of ?? (state === 'broken' ? number : undefined))
      .find(Boolean);
    const found =
      cause === undefined
        ? await look(check, account)
        : { state: 'follows' as const, says: `follows from ${cause}`, cause };
    const isBad = found.state === 'broken' || found.state === 'warning';
    done.push({ number: index + 1, name: check.name, ...found, ...(isBad && { why: check.why }) });
  }
  return done;
}

async function look(check: LinkCheck, account: Account): Promise<Pick<Diagnosis, 'state' | 'says' | 'fix' | 'todo'>> {
  try {
    return await check.look(account);
  } catch (error) {
    if (error instanceof NotRead) return { state: 'unknown', says: `not looked at: ${error.message}` };
    throw error;
  }
}
