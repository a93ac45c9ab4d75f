import { readFile } from 'node:fs/promises';
import { CeremonyError } from './ceremony-error';
import type { EscrowRecipient } from './ceremony-record';
import { wrappingKeyDigestOf } from './import-parameters';
import { checkWrappingKey, parseWrappingKey } from './wrap';

/** Reads the public key of one who shall be able to open a copy of the material. */
export async function readEscrowKey(keyFile: string): Promise<EscrowRecipient> {
  const content = await readFile(keyFile).catch((error: NodeJS.ErrnoException) => {
    throw new CeremonyError(`cannot read the escrow key '${keyFile}': ${error.code ?? error.name}`);
  });
  const problem = checkWrappingKey(content);
  const key = parseWrappingKey(content);
  if (problem || !key) throw new CeremonyError(`the escrow key '${keyFile}' ${problem}`);
  const publicKey = key.export({ type: 'spki', format: 'der' }).toString('base64');
  return { keyFile, keyDigest: wrappingKeyDigestOf(key), publicKey };
}
