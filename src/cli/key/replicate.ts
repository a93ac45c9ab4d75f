import { FIRST_POLICY_OPTIONS, FIRST_POLICY_OPTIONS_HELP, readFirstPolicy, requireCleanPolicy } from './first-policy';
import { readMaterials } from './material-options';
import { readWrapping, WRAPPING_OPTIONS, WRAPPING_OPTIONS_HELP } from './wrapping-options';
import { parseArn } from '../../arn';
import { CeremonyError } from '../../ceremony/ceremony-error';
import { describeKey, requireImportable } from '../../ceremony/describe-key';
import { parseExpiry } from '../../ceremony/expiry';
import type { KeyMaterial } from '../../ceremony/key-material';
import { ensureReplica, importIntoReplica, missingMaterials, requirePrimary } from '../../ceremony/replicate-key';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { askCaller } from '../caller';
import { UsageError } from '../cli-error';
import { withClients } from '../clients';
import { inOptions } from '../in-options';
import type { Terminal } from '../terminal';
import type { Verb } from '../verb';

/** `key replicate` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key replicate --key-id KEY --to REGION --material FILE [--material FILE …] [options]

Makes a replica of a multi-Region key in another Region, unless it is there, and imports the same key material
into it. After rotations every material is needed: repeat --material. The key policy does not travel: give one.

Options:
  --key-id KEY               Id, ARN or alias of the primary key.
  --to REGION                Region of the replica.
  --material FILE            The same material as in the primary key; may be repeated. Each - reads the next 32 bytes of standard input.
${FIRST_POLICY_OPTIONS_HELP}
  --description TEXT         Description of the replica. [default: that of the primary key]
  --expires WHEN             never, days such as 90d, or a date. [default: never]
${WRAPPING_OPTIONS_HELP}
  --dry-run                  Say what would be done, and do nothing.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key replicate --key-id alias/orders --to eu-central-1 --material material.bin --admin arn:aws:iam::111122223333:role/KeyAdmin`,

  options: {
    ...AWS_OPTIONS,
    ...WRAPPING_OPTIONS,
    'key-id': { type: 'string' },
    to: { type: 'string' },
    material: { type: 'string', multiple: true },
    ...FIRST_POLICY_OPTIONS,
    description: { type: 'string' },
    expires: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },

  run: async context => {
    const { terminal, values, now } = context;
    const [keyId, region, wrapping, files] = [
      values.required('key-id'),
      values.required('to'),
      readWrapping(values),
      values.list('material'),
    ];
    if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) {
      throw new UsageError(`--to must be a Region such as eu-central-1, got '${region}'`);
    }
    if (files.length === 0) throw new UsageError('missing --material');
    if (region === parseArn(keyId)?.region) {
      throw new UsageError(`--to is ${region}, the Region of the primary key itself`);
    }
    const expires = inOptions(() => parseExpiry(values.text('expires') ?? 'never', now()));
    const first = await readFirstPolicy(context);
    return withClients(context, keyId, async clients => {
      const key = await describeKey(clients.kms(), keyId);
      requireImportable(key);
      requirePrimary(key);
      if (first.policy !== undefined) {
        requireCleanPolicy(context, first, await askCaller(context, clients, clients.region));
      }
      if (key.Arn.split(':')[3] === region) {
        throw new CeremonyError(`key ${key.Arn} is in ${region} already`, 'name the Region of the replica in --to');
      }
      if (values.flag('dry-run')) {
        terminal.result(
          `would replicate ${key.Arn} to ${region} and import ${files.length === 1 ? '1 material' : `${files.length} materials`}`,
        );
        return 0;
      }
      const replica = clients.kms(region);
      const arn = await withMaterials(files, terminal, async materials => {
        terminal.progress(`replicating to ${region}`);
        const made = await ensureReplica(clients.kms(), replica, key, {
          region,
          description: values.text('description') ?? key.Description ?? '',
          policy: first.policy,
        });
        for (const [index, material] of materials.entries()) {
          terminal.progress(`importing the key material of '${files[index]}'`);
          await importIntoReplica(replica, made, material, wrapping, expires);
        }
        return made;
      });
      const missing = await missingMaterials(replica, arn);
      if (missing.length > 0) {
        throw new CeremonyError(
          `the replica still lacks key material ${missing.join(', ')}`,
          'run the same command with a --material for each of them',
        );
      }
      terminal.result(arn);
      terminal.progress('the replica is Enabled');
      return 0;
    });
  },
};

/** Reads every material before anything is made of them, and zeroes them afterwards. */
async function withMaterials<T>(
  files: readonly string[],
  terminal: Terminal,
  work: (materials: readonly KeyMaterial[]) => Promise<T>,
): Promise<T> {
  const materials = await readMaterials(files, terminal);
  try {
    return await work(materials);
  } finally {
    materials.forEach(material => material.wipe());
  }
}
