import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { type KeyMaterial } from './key-material';

const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const SALT_BYTES = 16;
const HASH_BYTES = 16;

/**
 * A fingerprint by which the holder of key material can tell later whether it is the same, and nobody else can tell
 * anything.
 *
 * 256 random bits cannot be found by trying, whatever the hash. Material that was weak in spite of all checks could:
 * hence scrypt, which makes each try slow, and a fresh salt, so that two records do not show that they are about the
 * same material.
 */
export function fingerprintOf(material: KeyMaterial, salt: Buffer = randomBytes(SALT_BYTES)): string {
  return `scrypt:${salt.toString('hex')}:${scryptSync(material.bytes, salt, HASH_BYTES, COST).toString('hex')}`;
}

/** Whether a fingerprint was made of this material. */
export function matchesFingerprint(material: KeyMaterial, fingerprint: string): boolean {
  const [, salt, hash] = /^scrypt:([0-9a-f]{32}):([0-9a-f]{32})$/.exec(fingerprint) ?? [];
  if (!salt || !hash) return false;
  const expected = fingerprintOf(material, Buffer.from(salt, 'hex'));
  return timingSafeEqual(Buffer.from(expected), Buffer.from(fingerprint));
}

/** The plain digest, for what is no secret: a public key, a policy, a file. */
export function digestOf(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
