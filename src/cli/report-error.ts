import { types } from 'node:util';
import { explainAwsError } from './aws-error';
import { CliError } from './cli-error';
import { findVerb } from './find-verb';
import { PROGRAM, type Terminal } from './terminal';
import { GROUPS } from './verbs';

const ISSUES = 'https://github.com/encrypted-queue-to-table/encrypted-queue-to-table/issues';

interface Words {
  readonly message: string;
  readonly hint?: string;
  readonly exitCode?: number;
}

/** Says what went wrong, what to do, and where to report a message that is no help. Answers the exit code. */
export function reportError(error: unknown, argv: readonly string[], terminal: Terminal): number {
  const { message, hint, exitCode }: Words = explainAwsError(error) ?? describe(error);
  terminal.error(message);
  const next = hint ?? (exitCode === 2 ? helpFor(argv) : undefined);
  if (next) terminal.hint(next);
  if (!next) terminal.progress(`report an unhelpful message at ${ISSUES}`);
  return exitCode ?? 1;
}

/** The help that exists for what was typed. */
function helpFor(argv: readonly string[]): string {
  const [group = '', ...rest] = argv;
  if (!Object.hasOwn(GROUPS, group)) return `${PROGRAM} --help`;
  try {
    return [PROGRAM, group, findVerb(group, rest).entry.name, '--help'].filter(Boolean).join(' ');
  } catch {
    return `${PROGRAM} ${group} --help`;
  }
}

/** Errors of the libraries under the verbs carry a hint too, but no exit code. */
function describe(error: unknown): Words {
  if (error instanceof CliError) return error;
  if (types.isNativeError(error)) return { message: error.message, hint: (error as { hint?: string }).hint };
  return { message: 'something was thrown that is no error' };
}
