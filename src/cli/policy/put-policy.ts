import { setTimeout as sleep } from 'node:timers/promises';
import { changesBetween, renderChanges } from './changes';
import { renderFindings } from './findings';
import { keyArnOf } from './key-arn';
import { writeNewFile } from '../../ceremony/new-file';
import { administrators } from '../../key-policy/evaluation/administrators';
import type { Finding } from '../../key-policy/lint/lint';
import type { PolicyDocument } from '../../key-policy/statement';
import { converge } from '../../key-policy-manager/converge';
import { explain } from '../../key-policy-manager/kms-failures';
import { kmsClient, kmsKey } from '../../key-policy-manager/kms-key';
import { clientConfiguration } from '../aws';
import { CliError } from '../cli-error';
import type { VerbContext } from '../verb';

/** Roles may be new, and IAM takes a while to show them. */
const PATIENCE_MILLISECONDS = 60_000;

/** A policy on its way to a key. */
export interface Change {
  readonly keyId: string;
  readonly plan: (current: PolicyDocument) => PolicyDocument;
  /** What lint thinks is wrong with it. */
  readonly check: (planned: PolicyDocument) => readonly Finding[];
}

/** Puts a policy: backup first, then what is planned, then reads it back. Answers the exit code. */
export async function putPolicy(context: VerbContext, { keyId, plan, check }: Change): Promise<number> {
  const { terminal, values } = context;
  const client = kmsClient(
    clientConfiguration(context.aws, /^arn:[^:]+:kms:([^:]+):/.exec(keyId)?.[1] ?? context.aws.region),
  );
  try {
    const key = kmsKey(client, await keyArnOf(client, keyId));
    const current = await key.get();
    const planned = plan(current);
    const changes = changesBetween(current, planned);
    if (administrators(planned).length === 0) {
      throw new CliError('nobody could put the next policy: name an administrator of the account of the key');
    }
    const grave = check(planned).filter(({ severity }) => severity === 'error');
    if (grave.length > 0) {
      terminal.result(renderFindings(grave));
      terminal.error('nothing is put: the policy has errors');
      return 3;
    }
    if (changes.length === 0) {
      terminal.progress('the key has this policy already');
      return 0;
    }
    terminal.result(renderChanges(changes, terminal.streams.stdout.isTTY === true && !context.env.NO_COLOR));
    if (values.flag('dry-run')) return 0;
    const backup = values.text('backup') ?? `key-policy-${context.now().toISOString().replace(/[:.]/g, '-')}.json`;
    await writeNewFile(backup, `${JSON.stringify(current, undefined, 2)}\n`);
    const end = Date.now() + PATIENCE_MILLISECONDS;
    const clock = { remaining: () => end - Date.now(), sleep: async (milliseconds: number) => sleep(milliseconds) };
    await converge(key, { plan, check: () => {} }, clock).catch(explained);
    terminal.progress(`the key has its new policy; the one before is in ${backup}`);
    terminal.hint(`encrypted-queue-to-table policy restore ${backup} --key-id ${keyId}`);
    return 0;
  } finally {
    client.destroy();
  }
}

/** KMS's own words where they are not enough: a role that is unknown to it. */
function explained(error: unknown): never {
  const said = explain(error);
  throw said.includes('invalid principals') ? new CliError(said) : error;
}
