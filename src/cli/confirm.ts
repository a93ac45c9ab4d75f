import { UsageError } from './cli-error';
import type { VerbContext } from './verb';

/** Throws when nobody could answer: said before anything is called. */
export function requireAnswer({ terminal, values }: VerbContext, what: string): void {
  if (values.flag('yes') || values.flag('dry-run') || terminal.interactive) return;
  throw new UsageError(`${what} needs --yes: there is no terminal to ask on`);
}

/** Asks before what cannot be taken back. Without a terminal to ask on, `--yes` has to be said. */
export async function confirm(context: VerbContext, question: string): Promise<boolean> {
  const { terminal, values } = context;
  if (values.flag('yes')) return true;
  requireAnswer(context, 'this');
  const isYes = /^y(es)?$/i.test(await terminal.ask(`${question} [y/N]`));
  if (!isYes) terminal.progress('nothing is done');
  return isYes;
}
