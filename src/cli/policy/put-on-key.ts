import { setTimeout as sleep } from 'node:timers/promises';
import { changesBetween, renderChanges } from './changes';
import { renderFindings } from './findings';
import { keyArnOf } from './live-key';
import { parseArn } from '../../arn';
import { writeNewFile } from '../../ceremony/new-file';
import { administrators } from '../../key-policy/evaluation/administrators';
import type { Finding } from '../../key-policy/lint/lint';
import type { PolicyDocument } from '../../key-policy/statement';
import { converge, REQUEST_MILLISECONDS } from '../../key-policy-manager/converge';
import { describeKmsFailure } from '../../key-policy-manager/kms-failures';
import { kmsClient, kmsKey } from '../../key-policy-manager/kms-key';
import { clientConfiguration } from '../aws';
import { CliError } from '../cli-error';
import type { VerbContext } from '../verb';

/** How long roles may be unknown to KMS: IAM takes a while to show a new one. */
const PATIENCE_MILLISECONDS = 60_000;
/** Somebody waits for it: long enough to see what another one overwrites at once. */
const SETTLE_MILLISECONDS = 2 * REQUEST_MILLISECONDS + 500;

/** What a verb wants to do with the policy of a key. */
export interface Intent {
  readonly keyId: string;
  readonly plan: (current: PolicyDocument, account: string, keyArn: string) => PolicyDocument;
  /** What lint says of the planned policy. */
  readonly check: (planned: PolicyDocument, account: string) => readonly Finding[];
}

/** Saves the current policy, puts the planned one, and reads it back. Answers the exit code. */
export async function putOnKey(context: VerbContext, { keyId, plan, check }: Intent): Promise<number> {
  const { terminal, values } = context;
  const client = kmsClient(clientConfiguration(context.aws, parseArn(keyId)?.region ?? context.aws.region));
  try {
    const keyArn = await keyArnOf(client, keyId);
    const account = parseArn(keyArn)!.account;
    const key = kmsKey(client, keyArn);
    const current = await key.get();
    const planned = plan(current, account, keyArn);
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
    terminal.result(renderChanges(changes, terminal.streams.stdout.isTTY === true && !context.env.NO_COLOR));
    if (values.flag('dry-run')) return 0;
    const backup = values.text('backup') ?? `key-policy-${context.now().toISOString().replace(/[:.]/g, '-')}.json`;
    await writeNewFile(backup, `${JSON.stringify(current, undefined, 2)}\n`);
    const end = Date.now() + PATIENCE_MILLISECONDS;
    const deadline = { remaining: () => end - Date.now(), sleep: async (milliseconds: number) => sleep(milliseconds) };
    const goal = {
      plan: (now: PolicyDocument) => plan(now, account, keyArn),
      check: () => {},
      settleMilliseconds: SETTLE_MILLISECONDS,
    };
    await converge(key, goal, deadline).catch(explained);
    terminal.progress(`the key has its new policy; the one before is in ${backup}`);
    terminal.hint(`encrypted-queue-to-table policy restore ${backup} --key-id ${keyId}`);
    return 0;
  } finally {
    client.destroy();
  }
}

/** KMS's own words, and what to do, for a role that KMS does not know. */
function explained(error: unknown): never {
  const said = describeKmsFailure(error);
  throw said.includes('invalid principals') ? new CliError(said) : error;
}
