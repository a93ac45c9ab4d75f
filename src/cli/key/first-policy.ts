import { requirePolicySize } from '../../ceremony/create-key';
import { digestOf } from '../../ceremony/fingerprint';
import { type Finding, lint } from '../../key-policy/lint/lint';
import { parsePolicy } from '../../key-policy/parse-policy';
import { CliError } from '../cli-error';
import type { VerbOptions } from '../options';
import { readAccepted } from '../policy/lint';
import { readNamedFile } from '../read-file';
import type { VerbContext } from '../verb';

export const FIRST_POLICY_OPTIONS = {
  policy: { type: 'string' },
  accept: { type: 'string', multiple: true },
} as const satisfies VerbOptions;

export const FIRST_POLICY_OPTIONS_HELP = `\
  --policy FILE              The first key policy. It is linted before the key is made, and refused with an error. [default: KMS's, which leaves everything to IAM; replace it before use]
  --accept RULE              A lint rule whose findings in that policy are intended. May be repeated.`;

/** The policy that a key gets when it is created. */
export interface FirstPolicy {
  readonly policyFile: string;
  readonly policy: string;
}

/** Reads the policy that the command line names. */
export async function readFirstPolicy(context: VerbContext): Promise<Partial<FirstPolicy>> {
  const policyFile = context.values.text('policy');
  readAccepted(context);
  if (policyFile === undefined) return {};
  const policy = (await readNamedFile(policyFile, 'the policy')).toString();
  parsePolicy(policy, `'${policyFile}'`);
  requirePolicySize(policy, policyFile);
  return { policyFile, policy };
}

/** Throws when the linter finds an error in the policy that a key of this account is to get. */
export function requireCleanPolicy(
  context: VerbContext,
  { policy, policyFile = 'the policy' }: Partial<FirstPolicy>,
  account: string,
): void {
  if (policy === undefined) return;
  const findings = lint(parsePolicy(policy, `'${policyFile}'`), { account, accept: readAccepted(context) });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new PolicyWithErrors(policyFile, errors);
  if (findings.length === 0) return;
  context.terminal.warning(`the policy '${policyFile}' has ${count(findings.length, 'finding')} of the linter`);
}

/** How a plan says what the first policy is. */
export function describeFirstPolicy({ policy, policyFile }: Partial<FirstPolicy>, linted: boolean): string {
  if (policy === undefined) return "KMS's default, which leaves everything to IAM";
  const verdict = linted ? 'the linter finds no error' : 'not linted: a dry run does not ask for the account';
  return `${policyFile ?? 'given'}, ${digestOf(policy)}; ${verdict}`;
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
