import { randomBytes } from 'node:crypto';
import { COPY_FILES } from './ceremony-context';
import { CeremonyError } from '../../ceremony/ceremony-error';
import type { CopyPlan } from '../../ceremony/ceremony-record';
import { type CopyRecord, nameCopies, writeCopies } from '../../ceremony/copies';
import { parseExpiry } from '../../ceremony/expiry';
import { fingerprintOf } from '../../ceremony/fingerprint';
import type { KeyMaterial } from '../../ceremony/key-material';
import { MAX_ON_DEMAND_ROTATIONS } from '../../ceremony/limits';
import { prepareRotation, rotateKey, type RotationState } from '../../ceremony/rotate-key';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { UsageError } from '../cli-error';
import { withClients } from '../clients';
import { confirm, requireAnswer } from '../confirm';
import { inOptions } from '../in-options';
import type { Verb, VerbContext } from '../verb';
import { COPY_OPTIONS, COPY_OPTIONS_HELP, readCopies } from './copy-options';
import { MATERIAL_OPTIONS, MATERIAL_OPTIONS_HELP, readOrGenerate, requireSource } from './material-options';
import { readWrapping, WRAPPING_OPTIONS, WRAPPING_OPTIONS_HELP } from './wrapping-options';

/** `key rotate` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key rotate --key-id KEY (--material FILE | --generate | --finish) [options]

Imports new key material into the primary key and every replica, then makes it current by an on-demand rotation.
A key can be rotated ${MAX_ON_DEMAND_ROTATIONS} times. The old material still decrypts, and has to stay imported: keep all of it.
An interrupted rotation goes on with the same --material, or with --finish once every Region has it.

The key lives as long as its newest material. So the key policy of this package lets custodians import the material, if it never expires, and only destroyers rotate, with a second factor: they go on with --finish.

Options:
  --key-id KEY               Id, ARN or alias of the primary key.
${MATERIAL_OPTIONS_HELP}
  --finish                   Rotate to the material that waits for it.
  --expires WHEN             never, days such as 90d, or a date. [default: never]
${COPY_OPTIONS_HELP}
${WRAPPING_OPTIONS_HELP}
  --dry-run                  Say what would be done, and do nothing.
  --yes                      Do not ask.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key rotate --key-id alias/orders --material material-2.bin --yes`,

  options: {
    ...AWS_OPTIONS,
    ...MATERIAL_OPTIONS,
    ...COPY_OPTIONS,
    ...WRAPPING_OPTIONS,
    'key-id': { type: 'string' },
    finish: { type: 'boolean' },
    expires: { type: 'string' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean' },
  },

  run: async context => {
    const { terminal, values, now } = context;
    const [keyId, wrapping, expires] = [
      values.required('key-id'),
      readWrapping(values),
      inOptions(() => parseExpiry(values.text('expires') ?? 'never', now())),
    ];
    requireAnswer(context, 'rotating');
    const finish = values.flag('finish');
    if (!finish) {
      requireSource(values);
    } else if (values.flag('generate') || values.text('material') !== undefined) {
      throw new UsageError('--finish takes no material');
    }
    const copies = await readCopies(values, values.flag('generate'));
    return withClients(context, keyId, async clients => {
      const state = await prepareRotation(clients.kms(), keyId);
      requireFitting(state, context);
      const plan = `rotation ${state.used + 1} of ${MAX_ON_DEMAND_ROTATIONS} of ${state.key.Arn}${state.replicaRegions.length ? ` and its replicas in ${state.replicaRegions.join(', ')}` : ''}`;
      if (values.flag('dry-run')) {
        terminal.result(`would do ${plan}`);
        return 0;
      }
      if (!(await confirm(context, `do ${plan}?`))) return 1;
      const material = finish ? undefined : await readOrGenerate(context);
      terminal.whenStopped = `look how far it came: encrypted-queue-to-table key status --key-id ${state.key.Arn}`;
      const rotation = {
        kms: (region: string) => clients.kms(region),
        wrapping,
        expires,
        progress: (text: string) => terminal.progress(text),
      };
      terminal.result(await withCopies(material, copies, () => rotateKey(state, material, rotation)));
      terminal.progress(`rotated; ${MAX_ON_DEMAND_ROTATIONS - state.used - 1} rotations are left`);
      return 0;
    });
  },
};

/** Writes the copies under names that are not final, which they get when the key has rotated to the material. */
async function withCopies(material: KeyMaterial | undefined, copies: CopyPlan, work: () => Promise<string>) {
  if (!material) return work();
  const context = { files: COPY_FILES, save: async () => {} };
  const attempt = { id: randomBytes(3).toString('hex'), fingerprint: fingerprintOf(material) };
  const record: CopyRecord = { plan: { copies }, copies: [], material: { attempt: attempt.id } };
  try {
    await writeCopies(record, attempt, material, context);
    const id = await work();
    await nameCopies(record, context);
    return id;
  } finally {
    material.wipe();
  }
}

/** Throws when the material that waits for rotation and the command line do not go together. */
function requireFitting({ key, pending }: RotationState, { values }: VerbContext): void {
  const command = `encrypted-queue-to-table key rotate --key-id ${key.Arn}`;
  if (values.flag('finish')) {
    if (!pending) throw new CeremonyError('no key material waits for rotation', `${command} --generate`);
    if (!pending.importedEverywhere) {
      throw new CeremonyError(
        `key material ${pending.id} is not imported in every Region yet`,
        `${command} --material FILE`,
      );
    }
    return;
  }
  if (!pending || values.text('material') !== undefined) return;
  throw new CeremonyError(
    `key material ${pending.id} waits for rotation already`,
    pending.importedEverywhere
      ? `${command} --finish`
      : `${command} --material FILE, or drop it: encrypted-queue-to-table key delete-material --key-id ${key.Arn} --key-material-id ${pending.id}`,
  );
}
