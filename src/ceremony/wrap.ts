import { constants, createPublicKey, type KeyObject, publicEncrypt } from 'node:crypto';

/** The wrapping algorithms KMS takes for symmetric key material, with the hash each uses in OAEP and in MGF1. */
export const WRAPPING_ALGORITHMS = { RSAES_OAEP_SHA_256: 'sha256', RSAES_OAEP_SHA_1: 'sha1' } as const;
export type WrappingAlgorithm = keyof typeof WRAPPING_ALGORITHMS;

/** The RSA wrapping keys KMS offers, with their size in bits. */
export const WRAPPING_KEY_SPECS = { RSA_4096: 4096, RSA_3072: 3072, RSA_2048: 2048 } as const;
export type WrappingKeySpec = keyof typeof WRAPPING_KEY_SPECS;

/**
 * Wraps key material under a wrapping public key from KMS, or under any other RSA public key, such as one of an escrow.
 * Needs no network and nothing but Node: it is what runs on the machine with the air gap.
 */
export function wrapMaterial(material: Uint8Array, wrappingKey: KeyObject, algorithm: WrappingAlgorithm): Buffer {
  return publicEncrypt(
    { key: wrappingKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: WRAPPING_ALGORITHMS[algorithm] },
    material,
  );
}

/** Reads an RSA public key in DER, as KMS answers it, or in PEM; `undefined` when it is none of 2048 bits or more. */
export function parseWrappingKey(content: Buffer): KeyObject | undefined {
  try {
    const isPem = content.subarray(0, 10).toString('latin1') === '-----BEGIN';
    const key = isPem ? createPublicKey(content) : createPublicKey({ key: content, format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'rsa' && modulusBits(key) >= WRAPPING_KEY_SPECS.RSA_2048 ? key : undefined;
  } catch {
    return undefined;
  }
}

/** The size of an RSA key, which is also the size of what it wraps. */
export function modulusBits(key: KeyObject): number {
  return key.asymmetricKeyDetails?.modulusLength ?? 0;
}
