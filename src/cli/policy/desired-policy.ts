import { isOurs } from '../../key-policy/ownership';
import { PlanRefused, planPolicy, type Wish } from '../../key-policy/plan';
import type { PolicyDocument } from '../../key-policy/statement';
import { CliError } from '../cli-error';
import type { VerbOptions } from '../options';
import type { VerbContext } from '../verb';

export const WISH_OPTIONS = {
  'key-id': { type: 'string' },
  replace: { type: 'boolean' },
} as const satisfies VerbOptions;

export const WISH_OPTIONS_HELP = `\
  --key-id KEY               The key: id, ARN or alias.
  --replace                  The whole policy becomes this one. [default: its statements join those of others]`;

/** What the command line wants of the key's policy. */
export function wishOf({ values }: VerbContext, document: PolicyDocument): Wish {
  const statements = [document.Statement].flat();
  if (values.flag('replace')) return { way: 'replace', sidPrefix: document.Id ?? '', statements };
  const sidPrefix = document.Id ?? '';
  if (!statements.every(statement => isOurs(statement, sidPrefix))) {
    throw new CliError(
      'only a policy that a construct rendered can join others: its statements have to be told from theirs',
      'add --replace',
    );
  }
  return { way: 'merge', sidPrefix, statements };
}

/** The policy the key would have; what a replacement was given is put as it stands. */
export function planFor(current: PolicyDocument, wish: Wish, document: PolicyDocument): PolicyDocument {
  try {
    const planned = planPolicy(current, wish);
    return wish.way === 'replace' ? document : planned;
  } catch (error) {
    throw error instanceof PlanRefused ? new CliError(error.message) : error;
  }
}
