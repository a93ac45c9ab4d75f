import type { KeyMaterial } from '../../ceremony/key-material';
import { isEncrypted, openEscrow, parseEscrowPrivateKey, recipientOf } from '../../ceremony/open-escrow';
import { CliError } from '../cli-error';
import { readNamedFile } from '../read-file';
import type { VerbContext } from '../verb';

/** A copy of the material that was opened, and what shows which copy it was. */
export interface OpenedEscrow {
  readonly material: KeyMaterial;
  readonly envelope: Buffer;
  /** Digest of the public key that it was made for. */
  readonly recipient: string;
}

/** Opens the copy of an escrow with its private key, in memory. A passphrase is asked for on the terminal. */
export async function openNamedEscrow(
  { terminal }: VerbContext,
  envelopeFile: string,
  keyFile: string,
): Promise<OpenedEscrow> {
  const envelope = await readNamedFile(envelopeFile, 'the copy of the escrow');
  const content = await readNamedFile(keyFile, 'the private key of the escrow');
  try {
    let passphrase: string | undefined;
    if (isEncrypted(content)) {
      if (!terminal.interactive) {
        throw new CliError(`'${keyFile}' has a passphrase, and there is no terminal to ask for it`);
      }
      passphrase = await terminal.askSecret(`the passphrase of ${keyFile}:`);
    }
    const key = parseEscrowPrivateKey(content, keyFile, passphrase);
    return { material: openEscrow(envelope, key, envelopeFile), envelope, recipient: recipientOf(key) };
  } finally {
    content.fill(0);
  }
}
