import { renderPrepared } from '../../ceremony/bundle';
import { requirePossible } from '../../ceremony/ceremony';
import { comparisonCodeOf } from '../../ceremony/comparison-code';
import { requireNoFile, writeNewFile } from '../../ceremony/new-file';
import { prepareCeremony } from '../../ceremony/prepare-ceremony';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { askCaller } from '../caller';
import { withClients } from '../clients';
import { requireAnswer } from '../confirm';
import type { Verb } from '../verb';
import { ceremonyContext } from './ceremony-context';
import { KEY_PLAN_OPTIONS, readPlan } from './ceremony-options';
import { confirmPlan } from './confirm-plan';
import { CREATE_OPTIONS_HELP } from './create-options';
import { requireCleanPolicy } from './first-policy';
import { PEOPLE_OPTIONS_HELP } from './people';
import { describePlan } from './plan-text';
import { requireSigner, SIGN_OPTIONS, SIGN_OPTIONS_HELP, signFile } from './signature';
import { WRAPPING_OPTIONS_HELP } from './wrapping-options';

/** `key ceremony prepare` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key ceremony prepare --out FILE [options]

The first part of a ceremony across an air gap, on the machine with the network: creates the key, gets what to wrap under, and writes both with the record so far into one file. Nothing in it is secret. Carry it to the offline machine, and write its comparison code down; keep a copy here for key ceremony finish.

Options:
  --out FILE                 Where the prepared bundle goes.
  --key-id KEY               Import into this key, which has no material yet. [default: create one]
${CREATE_OPTIONS_HELP}
  --expires WHEN             never, days such as 90d, or a date; 365 days at most. [default: never]
${WRAPPING_OPTIONS_HELP}
${PEOPLE_OPTIONS_HELP}
${SIGN_OPTIONS_HELP}
  --dry-run                  Say what would be done, and do nothing.
  --yes                      Do not ask.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key ceremony prepare --alias alias/orders --admin arn:aws:iam::111122223333:role/KeyAdmin --out prepared.json --yes`,

  options: {
    ...AWS_OPTIONS,
    ...KEY_PLAN_OPTIONS,
    ...SIGN_OPTIONS,
    out: { type: 'string' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean' },
  },

  run: async context => {
    const { terminal, values } = context;
    const out = values.required('out');
    requireAnswer(context, 'a ceremony');
    const record = await readPlan(context, 'prepare', { kind: 'offline' }, async () => ({ escrow: [] }));
    requireNoFile(out);
    requireSigner(values);
    if (values.flag('dry-run')) {
      terminal.result(describePlan(record, [out]));
      return 0;
    }
    return withClients(context, record.plan.keyId, async clients => {
      record.caller = await askCaller(context, clients, record.plan.region);
      requireCleanPolicy(context, record.plan, record.caller);
      await requirePossible(record, clients.kms(record.plan.region));
      terminal.progress(describePlan(record, [out]));
      if (!(await confirmPlan(context, record))) return 1;
      const prepared = await prepareCeremony(
        record,
        ceremonyContext(context, clients, record, { save: async () => {} }),
      ).catch((error: Error) => {
        if (record.key) {
          terminal.progress(`key ${record.key.arn} is there; prepare again with --key-id and its ARN`);
        }
        throw error;
      });
      const text = renderPrepared(prepared);
      await writeNewFile(out, text);
      terminal.result(out);
      await signFile(out, values, terminal);
      terminal.progress(`prepared for ${record.key?.arn}, until ${prepared.parameters.validTo.toISOString()}`);
      terminal.progress(`comparison code of the prepared bundle: ${comparisonCodeOf(text)}`);
      return 0;
    });
  },
};
