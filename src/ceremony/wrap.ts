import { constants, createPrivateKey, createPublicKey, type KeyObject, publicEncrypt } from 'node:crypto';

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

/**
 * Reads an RSA public key in DER, as KMS answers it, or in PEM. `undefined` unless it has 2048 bits or more and the
 * exponent 65537.
 */
export function parseWrappingKey(content: Buffer): KeyObject | undefined {
  const key = parsePublicKey(content);
  return key && checkWrappingKey(content) === undefined ? key : undefined;
}

/** What is wrong with a file that should hold an RSA public key to wrap under, in words for its owner. */
export function checkWrappingKey(content: Buffer): string | undefined {
  if (isPrivateKey(content)) return 'holds a private key: it must not be here; give the public key';
  const key = parsePublicKey(content);
  if (!key) return 'must hold an RSA public key of at least 2048 bits, in PEM or DER';
  if (key.asymmetricKeyType !== 'rsa') return `is a key of type ${key.asymmetricKeyType}; only RSA wraps`;
  const bits = modulusBits(key);
  if (bits < WRAPPING_KEY_SPECS.RSA_2048) return `is RSA of ${bits} bits; at least 2048 are needed`;
  const exponent = key.asymmetricKeyDetails?.publicExponent;
  return exponent === PUBLIC_EXPONENT ? undefined : `is RSA with the public exponent ${exponent}; only 65537 is taken`;
}

/** The size of an RSA key, which is also the size of what it wraps. */
export function modulusBits(key: KeyObject): number {
  return key.asymmetricKeyDetails?.modulusLength ?? 0;
}

const PUBLIC_EXPONENT = BigInt(65537);

function parsePublicKey(content: Buffer): KeyObject | undefined {
  try {
    if (isPem(content)) return createPublicKey(content);
    return createPublicKey({ key: content, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/** Node would take the public half out of a private key without a word. */
function isPrivateKey(content: Buffer): boolean {
  if (isPem(content)) return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(content.toString('latin1'));
  return (['pkcs8', 'pkcs1'] as const).some(type => {
    try {
      return createPrivateKey({ key: content, format: 'der', type }).type === 'private';
    } catch {
      return false;
    }
  });
}

function isPem(content: Buffer): boolean {
  return content.subarray(0, 10).toString('latin1') === '-----BEGIN';
}
