import { changesBetween, renderChanges } from './changes';
import { renderFindings } from './findings';
import { keyArnOf } from './live-key';
import { findLockout } from './locked-out';
import { describePut } from './put-plan';
import { parseArn } from '../../arn';
import { writeNewFile } from '../../ceremony/new-file';
import { administrators } from '../../key-policy/evaluation/administrators';
import type { Finding } from '../../key-policy/lint/lint';
import { samePolicy } from '../../key-policy/same';
import type { PolicyDocument } from '../../key-policy/statement';
import { converge, REQUEST_MILLISECONDS } from '../../key-policy-manager/converge';
import { deadlineIn } from '../../key-policy-manager/deadline';
import { describeKmsFailure, isPassing } from '../../key-policy-manager/kms-failures';
import { kmsKey } from '../../key-policy-manager/kms-key';
import { askCaller } from '../caller';
import { CliError } from '../cli-error';
import { type Clients, withClients } from '../clients';
import { confirm, requireAnswer } from '../confirm';
import type { VerbOptions } from '../options';
import type { VerbContext } from '../verb';

export const PUT_OPTIONS = {
  backup: { type: 'string' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean' },
} as const satisfies VerbOptions;

export const PUT_OPTIONS_HELP = `\
  --backup FILE              Where to save the current policy. [default: key-policy-TIME.json]
  --dry-run                  Show what would change, and change nothing.
  --yes                      Do not ask; for scripts.`;

/** How long roles may be unknown to KMS: IAM takes a while to show a new one. */
const PATIENCE_MILLISECONDS = 60_000;
/** Somebody waits for it: long enough to see what another one overwrites at once. */
const SETTLE_MILLISECONDS = 2 * REQUEST_MILLISECONDS + 500;

/** What a verb wants to do with the policy of a key. */
export interface Intent {
  readonly keyId: string;
  /** The directory that the policy comes from, and the keys that the app in it names. */
  readonly app?: { readonly directory: string; readonly keyArns: readonly string[] };
  readonly plan: (current: PolicyDocument, account: string) => PolicyDocument;
  /** What lint says of the planned policy. */
  readonly check: (planned: PolicyDocument, account: string) => readonly Finding[];
}

/** Shows the plan, asks, saves the current policy, puts the planned one, and reads it back. Answers the exit code. */
export async function putOnKey(context: VerbContext, intent: Intent): Promise<number> {
  requireAnswer(context, 'putting a policy');
  return withClients(context, intent.keyId, async clients => put(context, clients, intent));
}

async function put(context: VerbContext, clients: Clients, { keyId, app, plan, check }: Intent): Promise<number> {
  const { terminal, values } = context;
  const keyArn = await keyArnOf(clients.kms(), keyId);
  requireSameKey(app, keyArn);
  const account = parseArn(keyArn)!.account;
  const key = kmsKey(clients.once(), keyArn);
  const current = await key.get();
  const planned = plan(current, account);
  if (administrators(planned, account).length === 0) {
    throw new CliError('nobody could put the next policy: name an administrator of the account of the key');
  }
  const errors = check(planned, account).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    terminal.result(renderFindings(errors));
    terminal.error('nothing is put: the policy has errors');
    return 3;
  }
  const changes = changesBetween(current, planned);
  if (changes.length === 0) {
    terminal.progress('the key has this policy already');
    return 0;
  }
  const { arn: caller } = await askCaller(context, clients, clients.region);
  const backup = values.text('backup') ?? `key-policy-${context.now().toISOString().replace(/[:.]/g, '-')}.json`;
  terminal.result(renderChanges(changes, terminal.streams.stdout.isTTY === true && !context.env.NO_COLOR));
  const { endpoint } = context.aws;
  terminal.progress(describePut({ keyArn, keyId, account, caller, endpoint, current, planned, backup }));
  const lockout = findLockout(planned, caller, account);
  if (values.flag('dry-run')) {
    if (lockout) terminal.warning(lockout.message);
    return 0;
  }
  if (lockout) throw lockout;
  if (!(await confirm(context, 'put this policy?'))) return 1;
  await writeNewFile(backup, `${JSON.stringify(current, undefined, 2)}\n`);
  terminal.whenStopped = `the policy before is in ${backup}; see what the key has now: encrypted-queue-to-table policy render ${keyArn}`;
  const goal = {
    plan: (now: PolicyDocument) => plan(now, account),
    check: (_: PolicyDocument, now: PolicyDocument) => requireShown(context, current, now),
    isWorthTrying: (error: unknown) => !(error instanceof CliError) && isPassing(error),
    settleMilliseconds: SETTLE_MILLISECONDS,
  };
  await converge(key, goal, deadlineIn(PATIENCE_MILLISECONDS, context.sleep)).catch(explained);
  terminal.whenStopped = undefined;
  terminal.progress(`the key has its new policy; the one before is in ${backup}`);
  terminal.hint(`encrypted-queue-to-table policy restore ${backup} --key-id ${keyId}`);
  return 0;
}

function requireSameKey(app: Intent['app'], keyArn: string): void {
  if (app === undefined || app.keyArns.length === 0 || app.keyArns.includes(keyArn)) return;
  throw new CliError(`'${app.directory}' is for the key ${app.keyArns.join(', ')}, not for ${keyArn}`);
}

/** Somebody said yes to one change, and not to one of what others have put meanwhile. */
function requireShown({ values }: VerbContext, shown: PolicyDocument, now: PolicyDocument): void {
  if (values.flag('yes') || samePolicy(shown, now)) return;
  throw new CliError(
    'somebody else has changed the policy of the key meanwhile',
    'run the same command again, and look at what it shows',
  );
}

/** KMS's own words, and what to do, for a role that KMS does not know. */
function explained(error: unknown): never {
  const said = describeKmsFailure(error);
  throw said.includes('invalid principals') ? new CliError(said) : error;
}
