import { GenerateRandomCommand } from '@aws-sdk/client-kms';
import { KeyMaterial, withMaterial } from '../../ceremony/key-material';
import type { Kms } from '../../ceremony/kms';
import { MATERIAL_BYTES } from '../../ceremony/limits';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { withClients } from '../clients';
import type { Verb } from '../verb';
import { COPY_OPTIONS, keepCopies, readCopies } from './copy-options';

/** `key generate` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key generate | encrypted-queue-to-table key wrap --material - …
  encrypted-queue-to-table key generate --keep-plaintext FILE

Generates 32 bytes of key material from the random source of Node, which the kernel seeds. They go to
standard output, never to a terminal, or into a file for its owner only.

Options:
  --keep-plaintext FILE      Write the material to FILE. Dangerous: move it offline at once.
  --mix-kms-random           Mix in 32 bytes of kms:GenerateRandom, by exclusive or: as strong as the stronger of both.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key generate --keep-plaintext material.bin`,

  options: { ...AWS_OPTIONS, 'keep-plaintext': COPY_OPTIONS['keep-plaintext'], 'mix-kms-random': { type: 'boolean' } },

  run: async context => {
    const { terminal, values } = context;
    const copies = await readCopies(values, false);
    if (!copies.plaintextFile) terminal.requireRedirect();
    const material = await (values.flag('mix-kms-random')
      ? withClients(context, undefined, clients => generateMixed(clients.kms()))
      : KeyMaterial.generate());
    return withMaterial(material, async () => {
      if (copies.plaintextFile) await keepCopies(material, copies, terminal);
      else await terminal.bytes(material.bytes);
      return 0;
    });
  },
};

/** Material from the CSPRNG of Node and from `kms:GenerateRandom`. */
export async function generateMixed(kms: Kms): Promise<KeyMaterial> {
  const { Plaintext: random = new Uint8Array() } = await kms.send(
    new GenerateRandomCommand({ NumberOfBytes: MATERIAL_BYTES }),
  );
  try {
    return KeyMaterial.generate(random);
  } finally {
    random.fill(0);
  }
}
