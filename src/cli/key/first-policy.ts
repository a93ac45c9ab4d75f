import { digestOf } from '../../ceremony/fingerprint';
import { type Finding, lint } from '../../key-policy/lint/lint';
import { parsePolicy } from '../../key-policy/parse-policy';
import { MAX_POLICY_BYTES } from '../../key-policy/policy-limits';
import { policyDigest } from '../../policy-digest';
import type { CallerIdentity } from '../caller';
import { CliError, UsageError } from '../cli-error';
import type { VerbOptions } from '../options';
import { readAccepted } from '../policy/lint';
import { findLockout } from '../policy/locked-out';
import { readNamedFile } from '../read-file';
import type { VerbContext } from '../verb';
import { CLOSED_KEY_OPTIONS, CLOSED_KEY_OPTIONS_HELP, readClosedPolicy, requireNoRefinement } from './closed-key';

export const FIRST_POLICY_OPTIONS = {
  ...CLOSED_KEY_OPTIONS,
  'open-to-iam': { type: 'boolean' },
  policy: { type: 'string' },
  accept: { type: 'string', multiple: true },
} as const satisfies VerbOptions;

export const FIRST_POLICY_OPTIONS_HELP = `\
${CLOSED_KEY_OPTIONS_HELP}
  --open-to-iam              In place of --admin: KMS's default policy, which leaves everything to IAM.
  --policy FILE              The first key policy, in place of --admin. It is linted before the key is made, and refused with an error.
  --accept RULE              A lint rule whose findings in that policy are intended. May be repeated.`;

/** The policy that a key gets when it is created. */
export interface FirstPolicy {
  /** Where it was read; missing for one that --admin made. */
  readonly policyFile?: string;
  readonly policy: string;
}

/** Reads the policy that the command line names or describes; nothing is KMS's default, said on purpose. */
export async function readFirstPolicy(context: VerbContext): Promise<Partial<FirstPolicy>> {
  const policyFile = context.values.text('policy');
  readAccepted(context);
  requireOneWay(context);
  if (policyFile === undefined) {
    if (context.values.flag('open-to-iam')) return {};
    const policy = JSON.stringify(await readClosedPolicy(context.values));
    requirePolicySize(policy, '--admin');
    return { policy };
  }
  const policy = (await readNamedFile(policyFile, 'the policy')).toString();
  parsePolicy(policy, `'${policyFile}'`);
  requirePolicySize(policy, policyFile);
  return { policyFile, policy };
}

/** Throws when the linter finds an error in the policy that a key is to get, or the policy shuts out its maker. */
export function requireCleanPolicy(
  context: VerbContext,
  { policy, policyFile }: Partial<FirstPolicy>,
  { account, arn }: CallerIdentity,
): void {
  if (policy === undefined) return;
  const name = policyFile === undefined ? 'the policy of --admin' : `the policy '${policyFile}'`;
  const document = parsePolicy(policy, name);
  const findings = lint(document, { account, accept: readAccepted(context) });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new PolicyWithErrors(name, policyFile, errors);
  const lockout = findLockout(document, arn, account);
  if (lockout) throw lockout;
  if (findings.length === 0) return;
  context.terminal.warning(`${name} has ${count(findings.length, 'finding')} of the linter`);
}

/** How a plan says what the first policy is. */
export function describeFirstPolicy({ policy, policyFile }: Partial<FirstPolicy>, linted: boolean): string {
  if (policy === undefined) return "KMS's default, which leaves everything to IAM, as --open-to-iam says";
  const verdict = linted ? 'the linter finds no error' : 'not linted: a dry run does not ask for the account';
  return policyFile === undefined
    ? `closed, of --admin, ${policyDigest(JSON.parse(policy))}; ${verdict}`
    : `${policyFile}, ${digestOf(policy)}; ${verdict}`;
}

function requireOneWay({ values }: VerbContext): void {
  const ways = ['policy', 'admin', 'open-to-iam'].filter(
    name => values.flag(name) || values.text(name) !== undefined || values.list(name).length > 0,
  );
  if (ways.length > 1) throw new UsageError(`${ways.map(name => `--${name}`).join(' and ')} exclude each other`);
  if (!ways.includes('admin')) requireNoRefinement(values);
  if (ways.length > 0) return;
  throw new UsageError(
    'say who decides over the key: --admin ARN closes it, --policy FILE is your own policy, --open-to-iam leaves it to IAM',
  );
}

/** Throws when a policy is longer than KMS takes. */
function requirePolicySize(text: string, source: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_POLICY_BYTES) {
    throw new CliError(`a key policy must be at most ${MAX_POLICY_BYTES} bytes, got ${bytes} ['${source}']`);
  }
}

class PolicyWithErrors extends CliError {
  public override readonly exitCode = 3;

  public constructor(name: string, file: string | undefined, errors: readonly Finding[]) {
    const rules = [...new Set(errors.map(({ rule }) => rule))].join(', ');
    super(
      `${name} has ${count(errors.length, 'error')} of the linter: ${rules}`,
      file === undefined
        ? 'name other roles; what is intended: --accept RULE'
        : `read them: encrypted-queue-to-table policy lint ${file}; what is intended: --accept RULE`,
    );
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
