import { requirePolicyText } from '../../ceremony/create-key';
import { digestOf } from '../../ceremony/fingerprint';
import { type Finding, lint } from '../../key-policy/lint/lint';
import { CliError } from '../cli-error';
import type { VerbOptions } from '../options';
import { readAccepted } from '../policy/lint';
import { parsePolicy } from '../policy/parse-policy';
import { readNamedFile } from '../read-file';
import type { VerbContext } from '../verb';

export const FIRST_POLICY_OPTIONS = {
  policy: { type: 'string' },
  accept: { type: 'string', multiple: true },
} as const satisfies VerbOptions;

export const FIRST_POLICY_OPTIONS_HELP = `\
  --policy FILE              The first key policy. It is linted, and refused with an error. [default: KMS's, which leaves everything to IAM; replace it before use]
  --accept RULE              A lint rule whose findings in that policy are intended. May be repeated.`;

/** The policy that a key gets when it is created, with what the linter thinks of it. */
export interface FirstPolicy {
  readonly file: string;
  readonly text: string;
  readonly digest: string;
  readonly warnings: number;
}

/** Reads the policy that the command line names, and throws when the linter finds an error in it. */
export async function readFirstPolicy(context: VerbContext): Promise<FirstPolicy | undefined> {
  const { values, terminal } = context;
  const [file, accept] = [values.text('policy'), readAccepted(context)];
  if (file === undefined) return undefined;
  const text = (await readNamedFile(file, 'the policy')).toString();
  requirePolicyText(text, file);
  const findings = lint(parsePolicy(text, `'${file}'`), { accept });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new PolicyWithErrors(file, errors);
  if (findings.length > 0) {
    terminal.warning(`the policy '${file}' has ${count(findings.length, 'finding')} of the linter`);
  }
  return { file, text, digest: digestOf(text), warnings: findings.length };
}

/** How a plan says what the first policy is. */
export function describeFirstPolicy(file: string | undefined, text: string | undefined): string {
  if (text === undefined) return "KMS's default, which leaves everything to IAM";
  return `${file ?? 'given'}, ${digestOf(text)}, without an error of the linter`;
}

class PolicyWithErrors extends CliError {
  public override readonly exitCode = 3;

  public constructor(file: string, errors: readonly Finding[]) {
    const rules = [...new Set(errors.map(({ rule }) => rule))].join(', ');
    super(
      `the policy '${file}' has ${count(errors.length, 'error')} of the linter: ${rules}`,
      `read them: encrypted-queue-to-table policy lint ${file}; what is intended: --accept RULE`,
    );
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
