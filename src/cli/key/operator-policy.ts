import { DUTIES, type Duty, renderOperatorPolicy } from '../../key-policy/identity/operator-policy';
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
  --duty NAME                ${DUTIES.join(', ')}; repeatable. [default: create, import, verify]
  --replica-region REGION    A Region to replicate to; may be repeated.
  --must-expire              Refuse an import that does not expire.
${WRAPPING_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key operator-policy --account 111122223333 --region eu-west-1`,

  options: {
    ...WRAPPING_OPTIONS,
    account: { type: 'string' },
    region: { type: 'string' },
    'key-id': { type: 'string' },
    duty: { type: 'string', multiple: true },
    'replica-region': { type: 'string', multiple: true },
    'must-expire': { type: 'boolean' },
  },

  run: async ({ terminal, values }) => {
    const keyArn = values.text('key-id');
    const [, keyRegion, keyAccount] = /^arn:aws[\w-]*:kms:([\w-]+):(\d{12}):key\/[\w-]+$/.exec(keyArn ?? '') ?? [];
    if (keyArn !== undefined && !keyRegion) throw new UsageError(`--key-id must be a key ARN here, got '${keyArn}'`);
    const [account, region] = [keyAccount ?? values.required('account'), keyRegion ?? values.required('region')];
    if (!/^\d{12}$/.test(account)) throw new UsageError(`--account must be 12 digits, got '${account}'`);
    const replicaRegions = values.list('replica-region');
    const duties = readDuties(values.list('duty'));
    if (duties.includes('replicate') && replicaRegions.length === 0) {
      throw new UsageError('--duty replicate needs --replica-region');
    }
    terminal.json(
      renderOperatorPolicy({
        account,
        region,
        keyArn,
        duties,
        wrapping: readWrapping(values),
        replicaRegions,
        mustExpire: values.flag('must-expire'),
      }),
    );
    return 0;
  },
};

function readDuties(said: string[]): Duty[] {
  const unknown = said.find(name => !DUTIES.some(duty => duty === name));
  if (unknown !== undefined) throw new UsageError(`--duty must be ${DUTIES.join(', ')}, got '${unknown}'`);
  return said.length > 0 ? (said as Duty[]) : ['create', 'import', 'verify'];
}
