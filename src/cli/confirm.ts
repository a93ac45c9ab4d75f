import { UsageError } from './cli-error';
import type { VerbContext } from './verb';

/** Asks before what cannot be taken back. Without a terminal to ask on, `--yes` has to be said. */
export async function confirm({ terminal, values }: VerbContext, question: string): Promise<boolean> {
  if (values.flag('yes')) return true;
  if (!terminal.interactive) {
    throw new UsageError(`'${question}' needs an answer, and there is no terminal to ask on`, 'add --yes');
  }
  const answer = await terminal.ask(`${question} [y/N]`);
  return /^y(es)?$/i.test(answer);
}
