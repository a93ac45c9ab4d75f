import { parseArn, parseRoleArn } from '../../arn';
import { renderClosedPolicy } from '../../key-policy/closed-policy';
import { principals } from '../../key-policy/evaluation/reading';
import { accountOf } from '../../key-policy/evaluation/request';
import type { PolicyDocument, Statement } from '../../key-policy/statement';
import { CliError, UsageError } from '../cli-error';
import type { OptionValues, VerbOptions } from '../options';
import { readAdmission } from '../policy/admission';

export const CLOSED_KEY_OPTIONS = {
  admin: { type: 'string', multiple: true },
  custodian: { type: 'string', multiple: true },
  'no-break-glass': { type: 'boolean' },
  admit: { type: 'string' },
  construct: { type: 'string' },
} as const satisfies VerbOptions;

export const CLOSED_KEY_OPTIONS_HELP = `\
  --admin ARN                A role that decides over the key. May be repeated. Closes the key: its policy leaves nothing to IAM. Whoever creates the key must be one of them.
  --custodian ARN            A role that imports the key material. May be repeated. [default: the admins]
  --no-break-glass           Do not let the account's root user put the next policy.
  --admit cdk.out            Let the key policy manager of this app in, for its first deployment.
  --construct NAME           Which construct of that app, if it has several.`;

/** The policy that closes a key from the day it is created. */
export async function readClosedPolicy(values: OptionValues): Promise<PolicyDocument> {
  const adminRoleArns = values.list('admin').map(arn => requireRole('admin', arn));
  const custodians = values.list('custodian').map(arn => requireRole('custodian', arn));
  const accounts = [...new Set([...adminRoleArns, ...custodians].map(accountOf))];
  if (accounts.length > 1) {
    throw new UsageError(`--admin and --custodian must be of one account, got ${accounts.join(', ')}`);
  }
  const { partition, account } = parseArn(adminRoleArns[0])!;
  const facts = {
    partition,
    account,
    adminRoleArns,
    custodianRoleArns: custodians.length > 0 ? custodians : adminRoleArns,
    breakGlass: !values.flag('no-break-glass'),
  };
  return renderClosedPolicy(facts, await readAdmissions(values, account));
}

async function readAdmissions(values: OptionValues, account: string): Promise<Statement[]> {
  const directory = values.text('admit');
  if (directory === undefined) return [];
  const { statement } = await readAdmission(directory, values.text('construct'));
  const there = principals(statement).map(accountOf);
  if (there.includes(account)) return [statement];
  throw new CliError(`'${directory}' is for account ${there.join(', ')}, and --admin is of account ${account}`);
}

function requireRole(option: string, arn: string): string {
  if (parseRoleArn(arn)) return arn;
  throw new UsageError(
    `--${option} must be the ARN of a role, such as arn:aws:iam::111122223333:role/KeyAdmin, got '${arn}'`,
  );
}

/** Throws when the command line refines a closed policy that it does not ask for. */
export function requireNoRefinement(values: OptionValues): void {
  const given = ['custodian', 'no-break-glass', 'admit', 'construct'].filter(
    name => values.flag(name) || values.text(name) !== undefined || values.list(name).length > 0,
  );
  if (given.length === 0) return;
  throw new UsageError(`${given.map(name => `--${name}`).join(', ')} needs --admin`);
}
