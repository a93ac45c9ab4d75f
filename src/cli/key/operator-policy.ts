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
EXTERNAL, with this wrapping only, and material that never expires. It neither uses a key nor changes a key policy.
Material that expires, and a rotation to it, could destroy a key: --must-expire and --task rotate want a second factor.

A key that leaves nothing to IAM has to name the operator in its own policy too: as a custodian, who imports material
that never expires, or as a destroyer, who may also import material that expires, and rotate.

Options:
  --account ID               Account of the keys, 12 digits.
  --region REGION            Region of the keys.
  --key-id ARN               One key, by ARN, in place of every key of the account and Region.
  --task NAME                ${TASKS.join(', ')}; repeatable. [default: create, import, verify]
  --replica-region REGION    A Region to replicate to; may be repeated.
  --must-expire              Allow only imports that expire. [default: only imports that never expire]
  --without-mfa              Want no second factor.
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
    'without-mfa': { type: 'boolean' },
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
        withoutMfa: values.flag('without-mfa'),
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
