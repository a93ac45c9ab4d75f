import { isOurs } from '../../key-policy/ownership';
import { type DesiredPolicy, PlanRefused, planPolicy } from '../../key-policy/plan';
import type { PolicyDocument } from '../../key-policy/statement';
import { CliError } from '../cli-error';
import type { VerbOptions } from '../options';
import type { VerbContext } from '../verb';

export const DESIRED_POLICY_OPTIONS = {
  'key-id': { type: 'string' },
  replace: { type: 'boolean' },
} as const satisfies VerbOptions;

export const DESIRED_POLICY_OPTIONS_HELP = `\
  --key-id KEY               The key: id, ARN or alias.
  --replace                  Make this the whole policy. [default: add its statements to those of others]`;

/** Checks that the command line can put this policy on a key, before anything is read from there. */
export function requireMergeable({ values }: VerbContext, { Id, Statement }: PolicyDocument): void {
  if (values.flag('replace') || [Statement].flat().every(statement => isOurs(statement, Id ?? ''))) return;
  throw new CliError(
    'only a policy that a construct rendered can be added: its statements must be told from those of others',
    'add --replace',
  );
}

/** The policy the key would have, of what the command line wants and what the key has now. */
export function planDesired(
  { values }: VerbContext,
  document: PolicyDocument,
  current: PolicyDocument,
  account: string,
): PolicyDocument {
  const way = values.flag('replace') ? 'replace' : 'merge';
  const desired: DesiredPolicy = {
    account,
    way,
    sidPrefix: document.Id ?? '',
    statements: [document.Statement].flat(),
  };
  try {
    const planned = planPolicy(current, desired);
    return way === 'replace' ? document : planned;
  } catch (error) {
    throw error instanceof PlanRefused ? new CliError(error.message) : error;
  }
}
