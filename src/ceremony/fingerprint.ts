import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { type KeyMaterial } from './key-material';

const COST = { N: 2 ** 15, r: 8, p: 1 };
const COST_TEXT = `N=${COST.N},r=${COST.r},p=${COST.p}`;
const MAX_MEMORY = 64 * 1024 * 1024;
const SALT_BYTES = 16;
const HASH_BYTES = 16;

/**
 * A fingerprint by which the holder of key material can tell later whether it is the same, and nobody else can tell
 * anything: `scrypt:N=…,r=…,p=…:SALT:HASH`.
 *
 * 256 random bits cannot be found by trying, whatever the hash. Material that was weak in spite of all checks could:
 * hence scrypt, which makes each try slow, and a fresh salt, so that two records do not show that they are about the
 * same material.
 */
export function fingerprintOf(material: KeyMaterial, salt: Buffer = randomBytes(SALT_BYTES)): string {
  const hash = scryptSync(material.bytes, salt, HASH_BYTES, { ...COST, maxmem: MAX_MEMORY });
  return `scrypt:${COST_TEXT}:${salt.toString('hex')}:${hash.toString('hex')}`;
}

/** Whether a fingerprint was made of this material. */
export function matchesFingerprint(material: KeyMaterial, fingerprint: string): boolean {
  const [, cost, salt] = FINGERPRINT.exec(fingerprint) ?? [];
  if (cost !== COST_TEXT || !salt) return false;
  const expected = fingerprintOf(material, Buffer.from(salt, 'hex'));
  return timingSafeEqual(Buffer.from(expected), Buffer.from(fingerprint));
}

/** Whether a text has the form of a fingerprint of this version. */
export function isFingerprint(text: string | undefined): text is string {
  return FINGERPRINT.exec(text ?? '')?.[1] === COST_TEXT;
}

/** The plain digest, for what is no secret: a public key, a policy, a file. */
export function digestOf(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

const FINGERPRINT = /^scrypt:(N=\d+,r=\d+,p=\d+):([0-9a-f]{32}):([0-9a-f]{32})$/;
