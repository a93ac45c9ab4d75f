import { parseArn } from '../../arn';
import { delegationsIn, titleOf } from '../../key-policy/delegation';
import { printable } from '../../key-policy/printable';
import { kmsKey } from '../../key-policy-manager/kms-key';
import { renderUses } from '../../key-policy-manager/uses';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { withClients } from '../clients';
import type { Verb } from '../verb';
import { changesBetween, renderChanges } from './changes';
import { DESIRED_POLICY_OPTIONS, DESIRED_POLICY_OPTIONS_HELP, planDesired, requireMergeable } from './desired-policy';
import { readLiveKey } from './live-key';
import { readSource, SOURCE_HELP, SOURCE_OPTIONS, SOURCE_OPTIONS_HELP } from './policy-source';

/** `policy diff` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table policy diff SOURCE --key-id KEY [options]

Shows what would change on the key, statement by statement, and changes nothing. Exits with 3 if anything would. If that takes a statement out which leaves the key to IAM, it names the key's aliases, grants and last use: who may be cut off.

${SOURCE_HELP}

Options:
${DESIRED_POLICY_OPTIONS_HELP}
  --json                     Print the changes as JSON.
${SOURCE_OPTIONS_HELP}
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table policy diff cdk.out --key-id alias/orders`,

  options: { ...AWS_OPTIONS, ...SOURCE_OPTIONS, ...DESIRED_POLICY_OPTIONS, json: { type: 'boolean' } },
  maxPositionals: 1,

  run: async context => {
    const { env, terminal, values } = context;
    const keyId = values.required('key-id');
    const { document } = await readSource(context);
    requireMergeable(context, document);
    const { keyArn, document: current } = await readLiveKey(context, keyId);
    const planned = planDesired(context, document, current, parseArn(keyArn)!.account);
    const changes = changesBetween(current, planned);
    if (values.flag('json')) {
      terminal.json(changes);
    } else if (changes.length > 0) {
      terminal.result(renderChanges(changes, terminal.streams.stdout.isTTY === true && !env.NO_COLOR));
    }
    const kept = delegationsIn(planned).map(titleOf);
    const closed = delegationsIn(current)
      .map(titleOf)
      .filter(title => !kept.includes(title));
    if (closed.length > 0) {
      const uses = await withClients(context, keyArn, async clients => renderUses(kmsKey(clients.kms(), keyArn)));
      terminal.warning(`this cuts off whoever comes in through IAM, by ${closed.join(', ')}. ${printable(uses)}`);
    }
    terminal.progress(
      changes.length === 0 ? 'nothing would change' : `${changes.length} of the key's statements would change`,
    );
    return changes.length === 0 ? 0 : 3;
  },
};
