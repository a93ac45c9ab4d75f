import type { Confirmation } from '../../ceremony/ceremony-record';
import { comparisonCodeOf, isCode } from '../../ceremony/comparison-code';
import { CliError, UsageError } from '../cli-error';
import type { VerbOptions } from '../options';
import type { VerbContext } from '../verb';
import type { People } from './people';

export const EXPECT_OPTIONS = { expect: { type: 'string' } } as const satisfies VerbOptions;

export const EXPECT_OPTIONS_HELP = `\
  --expect CODE              The comparison code that the other machine shows. [default: it is asked for on the terminal]`;

/** Throws when nobody can say the code of the other machine. */
export function requireExpectation({ terminal, values }: VerbContext): void {
  if (values.text('expect') !== undefined || terminal.interactive) return;
  throw new UsageError('this needs --expect CODE: there is no terminal to ask for the code of the other machine on');
}

/**
 * Compares the code of a bundle with the one that the other machine showed. It is typed, so that nobody says yes
 * without having read it. A witness reads it too.
 */
export async function confirmCode(
  { terminal, values, now }: VerbContext,
  content: Buffer,
  bundle: 'prepared' | 'sealed',
  { operator, witness }: People,
): Promise<Confirmation[]> {
  const code = comparisonCodeOf(content);
  const who = operator === undefined ? '' : `${operator}, `;
  const typed =
    values.text('expect') ??
    (await terminal.ask(`${who}type the code of the ${bundle} bundle that the other machine shows:`));
  if (!isCode(typed, code)) throw new AnotherBundle(bundle);
  const confirmation = { of: `${bundle} bundle`, code, at: now().toISOString() };
  const confirmed = [{ by: operator ?? 'the command line', ...confirmation }];
  if (witness === undefined || !terminal.interactive) return confirmed;
  const answer = await terminal.ask(`${witness}, does the other machine show ${code}? [y/N]`);
  if (!/^y(es)?$/i.test(answer)) throw new AnotherBundle(bundle);
  return [...confirmed, { by: witness, ...confirmation }];
}

class AnotherBundle extends CliError {
  public override readonly exitCode = 3;

  /** The code of this file is not said: somebody in a hurry would type it. */
  public constructor(bundle: string) {
    super(
      `this is not the ${bundle} bundle that has the code given`,
      'do not go on: compare again, or carry the file again from the machine that made it',
    );
  }
}
