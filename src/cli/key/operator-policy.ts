import { parseKeyArn } from '../../arn';
import { TASKS, type Task, renderOperatorPolicy } from '../../key-policy/identity/operator-policy';
import { UsageError } from '../cli-error';
import type { Verb } from '../verb';
import { readWrapping, WRAPPING_OPTIONS, WRAPPING_OPTIONS_HELP } from './wrapping-options';

/** `key operator-policy`: calls nothing. */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key operator-policy --account ID --region REGION [options]
  encrypted-queue-to-table key operator-policy --key-id ARN [options]

Prints the IAM policy of the one who holds the ceremony: what it calls and nothing more, for keys of origin
EXTERNAL, with this wrapping only. It neither uses a key nor changes a key policy. Once the key has a policy
without the statement for the account root, that policy has to name the operator too, as a custodian.

Options:
  --account ID               Account of the keys, 12 digits.
  --region REGION            Region of the keys.
  --key-id ARN               One key, by ARN, in place of every key of the account and Region.
  --task NAME                ${TASKS.join(', ')}; repeatable. [default: create, import, verify]
  --replica-region REGION    A Region to replicate to; may be repeated.
  --must-expire              Refuse an import that does not expire.
  --mix-kms-random           Also allow kms:GenerateRandom, which key ceremony --mix-kms-random calls.
${WRAPPING_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key operator-policy --account 111122223333 --region eu-west-1`,

  options: {
    ...WRAPPING_OPTIONS,
    account: { type: 'string' },
    region: { type: 'string' },
    'key-id': { type: 'string' },
    task: { type: 'string', multiple: true },
    'replica-region': { type: 'string', multiple: true },
    'must-expire': { type: 'boolean' },
    'mix-kms-random': { type: 'boolean' },
  },

  run: async ({ terminal, values }) => {
    const keyArn = values.text('key-id');
    const { region: keyRegion, account: keyAccount } = parseKeyArn(keyArn) ?? {};
    if (keyArn !== undefined && !keyRegion) throw new UsageError(`--key-id must be a key ARN here, got '${keyArn}'`);
    const [account, region] = [keyAccount ?? values.required('account'), keyRegion ?? values.required('region')];
    if (!/^\d{12}$/.test(account)) throw new UsageError(`--account must be 12 digits, got '${account}'`);
    const replicaRegions = values.list('replica-region');
    const tasks = readTasks(values.list('task'));
    if (tasks.includes('replicate') && replicaRegions.length === 0) {
      throw new UsageError('--task replicate needs --replica-region');
    }
    terminal.json(
      renderOperatorPolicy({
        account,
        region,
        keyArn,
        tasks,
        wrapping: readWrapping(values),
        replicaRegions,
        mustExpire: values.flag('must-expire'),
        mixesRandom: values.flag('mix-kms-random'),
      }),
    );
    return 0;
  },
};

function readTasks(said: string[]): Task[] {
  const unknown = said.find(name => !TASKS.some(task => task === name));
  if (unknown !== undefined) throw new UsageError(`--task must be ${TASKS.join(', ')}, got '${unknown}'`);
  return said.length > 0 ? (said as Task[]) : ['create', 'import', 'verify'];
}
