import { constants, createPrivateKey, createPublicKey, type KeyObject, privateDecrypt } from 'node:crypto';
import { CeremonyError } from './ceremony-error';
import { wrappingKeyDigestOf } from './import-parameters';
import { KeyMaterial } from './key-material';

/** Whether a private key has to be opened with a passphrase first. */
export function isEncrypted(content: Buffer): boolean {
  const text = content.toString('latin1');
  return text.includes('ENCRYPTED PRIVATE KEY') || text.includes('Proc-Type: 4,ENCRYPTED');
}

/** Reads the private key of an escrow, in PEM or DER. */
export function parseEscrowPrivateKey(content: Buffer, source: string, passphrase?: string): KeyObject {
  const isPem = content.subarray(0, 10).toString('latin1') === '-----BEGIN';
  try {
    const key = isPem
      ? createPrivateKey({ key: content, ...(passphrase !== undefined && { passphrase }) })
      : createPrivateKey({ key: content, format: 'der', type: 'pkcs8' });
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    if (isEncrypted(content)) throw new CeremonyError(`the passphrase does not open '${source}'`);
  }
  throw new CeremonyError(`'${source}' must hold the RSA private key of the escrow, in PEM or DER`);
}

/** Opens the copy of the material that an escrow keeps, in memory. */
export function openEscrow(envelope: Buffer, key: KeyObject, source: string): KeyMaterial {
  let bytes: Buffer;
  try {
    bytes = privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, envelope);
  } catch {
    throw new CeremonyError(`'${source}' does not open with this private key: it is for another one, or damaged`);
  }
  return KeyMaterial.of(bytes, `'${source}'`);
}

/** The digest of the public half, by which a record names the one who can open a copy. */
export function recipientOf(key: KeyObject): string {
  return wrappingKeyDigestOf(createPublicKey(key));
}
