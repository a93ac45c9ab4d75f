import { createKey, ensureAlias, requireFreeAlias } from '../../ceremony/create-key';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { askCaller } from '../caller';
import { withClients } from '../clients';
import type { Verb } from '../verb';
import { CREATE_OPTIONS, CREATE_OPTIONS_HELP, readKeyPlan } from './create-options';
import { describeFirstPolicy, requireCleanPolicy } from './first-policy';

/** `key create` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key create (--admin ARN | --policy FILE | --open-to-iam) [options]

Creates a symmetric KMS key of origin EXTERNAL: a key without key material, in state PendingImport.
Prints its ARN.

Options:
${CREATE_OPTIONS_HELP}
  --dry-run                  Say what would be created, and create nothing.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key create --alias alias/orders --admin arn:aws:iam::111122223333:role/KeyAdmin`,

  options: { ...AWS_OPTIONS, ...CREATE_OPTIONS, 'dry-run': { type: 'boolean' } },

  run: async context => {
    const { terminal, values } = context;
    const plan = await readKeyPlan(context);
    if (values.flag('dry-run')) {
      const kind = plan.multiRegion ? 'multi' : 'single';
      terminal.result(
        `would create a ${kind}-Region key of origin EXTERNAL${plan.alias ? ` named ${plan.alias}` : ''}\n` +
          `policy: ${describeFirstPolicy(plan, false)}`,
      );
      return 0;
    }
    return withClients(context, undefined, async clients => {
      if (plan.policy !== undefined) {
        requireCleanPolicy(context, plan, await askCaller(context, clients, clients.region));
      }
      if (plan.alias) await requireFreeAlias(clients.kms(), plan.alias);
      const key = await createKey(clients.once(), plan);
      terminal.result(key.Arn);
      if (plan.alias) {
        await ensureAlias(clients.kms(), plan.alias, key.KeyId).catch((error: Error) => {
          terminal.warning(
            `key ${key.Arn} is created, its alias is not; say: aws kms create-alias --alias-name ${plan.alias} --target-key-id ${key.KeyId}`,
          );
          throw error;
        });
      }
      terminal.progress(
        `created key ${key.KeyId}${plan.alias ? ` as ${plan.alias}` : ''}; it waits for its key material`,
      );
      return 0;
    });
  },
};
