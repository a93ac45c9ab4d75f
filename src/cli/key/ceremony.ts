import { holdCeremony, requirePossible } from '../../ceremony/ceremony';
import type { CeremonyRecord } from '../../ceremony/ceremony-record';
import { requireNoFile } from '../../ceremony/new-file';
import { RecordFile } from '../../ceremony/record-file';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { askCaller } from '../caller';
import { type Clients, withClients } from '../clients';
import { requireAnswer } from '../confirm';
import type { Verb, VerbContext } from '../verb';
import { ceremonyContext } from './ceremony-context';
import { CEREMONY_OPTIONS, readCeremony, resumeCeremony } from './ceremony-options';
import { confirmPlan } from './confirm-plan';
import { COPY_OPTIONS_HELP } from './copy-options';
import { CREATE_OPTIONS_HELP } from './create-options';
import { finishRecord, pageOf } from './finish-record';
import { requireCleanPolicy } from './first-policy';
import { MATERIAL_OPTIONS_HELP } from './material-options';
import { PEOPLE_OPTIONS_HELP } from './people';
import { describePlan } from './plan-text';
import { SIGN_OPTIONS, SIGN_OPTIONS_HELP } from './signature';
import { WRAPPING_OPTIONS_HELP } from './wrapping-options';

/** `key ceremony` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key ceremony (--generate | --material FILE) [options]
  encrypted-queue-to-table key ceremony --resume RECORD [--yes]

Holds the whole ceremony on this machine: creates the key, wraps the material in memory, imports it, verifies the key, and leaves a record: a JSON file and a page to sign. What was interrupted goes on from the record, which holds no secret. A copy for an escrow gets its name only once KMS has the material that is in it. Across an air gap: key ceremony prepare, seal, finish.

Options:
${MATERIAL_OPTIONS_HELP}
  --mix-kms-random           Mix 32 bytes of kms:GenerateRandom into generated material.
  --key-id KEY               Import into this key, which has no material yet. [default: create one]
${CREATE_OPTIONS_HELP}
  --expires WHEN             never, days such as 90d, or a date; 365 days at most. [default: never]
${COPY_OPTIONS_HELP}
${WRAPPING_OPTIONS_HELP}
  --record FILE              Where the record goes. [default: key-ceremony-<id>.json]
${PEOPLE_OPTIONS_HELP}
${SIGN_OPTIONS_HELP}
  --resume RECORD            Go on with the ceremony of this record.
  --dry-run                  Say what would be done, and do nothing.
  --yes                      Do not ask.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key ceremony --generate --escrow-key escrow.pem --escrow-out escrow.bin --admin arn:aws:iam::111122223333:role/KeyAdmin --yes`,

  options: { ...AWS_OPTIONS, ...CEREMONY_OPTIONS, ...SIGN_OPTIONS },

  run: async context => {
    const { terminal, values } = context;
    requireAnswer(context, 'a ceremony');
    const resumed = values.text('resume') === undefined ? undefined : await resumeCeremony(context);
    const record = resumed?.record ?? (await readCeremony(context));
    const path = resumed?.file.path ?? values.text('record') ?? `key-ceremony-${record.id}.json`;
    if (!resumed) requireNoFile(path);
    requireNoFile(pageOf(path));
    const files = [path, pageOf(path)];
    if (values.flag('dry-run')) {
      terminal.result(describePlan(record, files));
      return 0;
    }
    const { endpoint } = record.plan;
    const there = { ...context, aws: { ...context.aws, ...(endpoint !== undefined && { endpoint }) } };
    return withClients(there, record.key?.arn ?? record.plan.keyId, async clients => {
      record.caller = await askCaller(there, clients, record.plan.region);
      if (!resumed) requireCleanPolicy(there, record.plan, record.caller);
      if (!resumed) await requirePossible(record, clients.kms(record.plan.region));
      terminal.progress(describePlan(record, files));
      if (!(await confirmPlan(there, record))) return 1;
      const file = resumed?.file ?? (await RecordFile.create(path, record));
      await hold(there, clients, record, file);
      return finishRecord(there, record, file);
    });
  },
};

async function hold(context: VerbContext, clients: Clients, record: CeremonyRecord, file: RecordFile): Promise<void> {
  const { terminal } = context;
  const goOn = `go on with: encrypted-queue-to-table key ceremony --resume ${file.path}`;
  terminal.whenStopped = goOn;
  try {
    await holdCeremony(record, ceremonyContext(context, clients, record, file));
  } catch (error) {
    terminal.progress(`the ceremony stopped; ${goOn}`);
    throw error;
  }
  terminal.whenStopped = undefined;
}
