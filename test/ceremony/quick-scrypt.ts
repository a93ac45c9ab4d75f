import type * as crypto from 'node:crypto';

/**
 * `node:crypto` with a scrypt that costs nothing, for tests that take thousands of fingerprints and are not about how
 * slow one is.
 */
export function quickScrypt(): typeof crypto {
  const { createHmac, ...others } = jest.requireActual<typeof crypto>('node:crypto');
  const scryptSync = (material: crypto.BinaryLike, salt: crypto.BinaryLike, bytes: number) =>
    createHmac('sha512', Buffer.from(salt as Uint8Array))
      .update(material)
      .digest()
      .subarray(0, bytes);
  return { ...others, createHmac, scryptSync };
}
