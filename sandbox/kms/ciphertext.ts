import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { KmsError } from './kms-error';

const CIPHER = 'aes-256-gcm';
const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

export type EncryptionContext = Readonly<Record<string, string>>;

/** Which key, and which of its materials, a ciphertext was made with. */
export interface CiphertextHeader {
  readonly keyId: string;
  readonly materialId: string;
}

/**
 * Encrypts under key material, the encryption context authenticated; the header in front tells which material to look
 * for.
 */
export function seal(
  header: CiphertextHeader,
  material: Buffer,
  plaintext: Buffer,
  context: EncryptionContext,
): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, material, iv).setAAD(authenticated(header, context));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const name = Buffer.from(`${header.keyId}/${header.materialId}`);
  return Buffer.concat([Buffer.from([VERSION, name.length]), name, iv, cipher.getAuthTag(), body]);
}

export function headerOf(ciphertext: Buffer): CiphertextHeader {
  const [, keyId, materialId] =
    /^([^/]+)\/([0-9a-f]{64})$/.exec(ciphertext.subarray(2, 2 + (ciphertext[1] ?? 0)).toString()) ?? [];
  if (ciphertext[0] !== VERSION || !keyId || !materialId) throw new KmsError('InvalidCiphertextException');
  return { keyId, materialId };
}

export function open(ciphertext: Buffer, material: Buffer, context: EncryptionContext): Buffer {
  const rest = ciphertext.subarray(2 + (ciphertext[1] ?? 0));
  const [iv, tag, body] = [
    rest.subarray(0, IV_BYTES),
    rest.subarray(IV_BYTES, IV_BYTES + TAG_BYTES),
    rest.subarray(IV_BYTES + TAG_BYTES),
  ];
  try {
    const decipher = createDecipheriv(CIPHER, material, iv)
      .setAAD(authenticated(headerOf(ciphertext), context))
      .setAuthTag(tag);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch {
    throw new KmsError('InvalidCiphertextException');
  }
}

function authenticated(header: CiphertextHeader, context: EncryptionContext): Buffer {
  return Buffer.from(
    JSON.stringify([header.keyId, header.materialId, Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))]),
  );
}
