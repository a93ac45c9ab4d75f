import { randomBytes, timingSafeEqual } from 'node:crypto';
import { DecryptCommand, GenerateDataKeyCommand } from '@aws-sdk/client-kms';
import { describeKey, type Key } from './describe-key';
import type { Kms } from './kms';
import { listMaterials } from './list-materials';

const DAY = 24 * 60 * 60 * 1000;

/** One question about a key: `unknown` when the caller may not ask. */
export interface Check {
  readonly name: string;
  readonly verdict: 'yes' | 'no' | 'unknown';
  readonly detail: string;
}

export interface VerifyOptions {
  readonly now: Date;
  /** Days the material must still live, if it expires. */
  readonly minDays: number;
  /** Encrypt and decrypt with the key. */
  readonly roundTrip: boolean;
  /** The id its current key material must have. */
  readonly keyMaterialId?: string;
}

/** Looks at a key from every side that decides whether data can be kept under it. */
export async function verifyKey(
  kms: Kms,
  keyId: string,
  options: VerifyOptions,
): Promise<{ key: Key; checks: Check[] }> {
  const key = await describeKey(kms, keyId);
  const checks = [
    check('origin', key.Origin === 'EXTERNAL', `${key.Origin}`),
    check(
      'key spec',
      key.KeySpec === 'SYMMETRIC_DEFAULT' && key.KeyUsage === 'ENCRYPT_DECRYPT',
      `${key.KeySpec}, ${key.KeyUsage}`,
    ),
    check('state', key.KeyState === 'Enabled', `${key.KeyState}`),
    checkExpiry(key, options),
    await checkMaterials(kms, key),
  ];
  if (options.keyMaterialId) {
    checks.push(
      check('current material', key.CurrentKeyMaterialId === options.keyMaterialId, `${key.CurrentKeyMaterialId}`),
    );
  }
  if (options.roundTrip) checks.push(await checkRoundTrip(kms, key));
  return { key, checks };
}

function check(name: string, holds: boolean, detail: string): Check {
  return { name, verdict: holds ? 'yes' : 'no', detail };
}

function checkExpiry({ ExpirationModel: model, ValidTo: validTo }: Key, { now, minDays }: VerifyOptions): Check {
  if (model === undefined) return check('expiry', false, 'no key material');
  if (!validTo) return check('expiry', true, 'never');
  const days = Math.floor((validTo.getTime() - now.getTime()) / DAY);
  return check('expiry', days >= minDays, `${validTo.toISOString()}, in ${days} days; at least ${minDays} wanted`);
}

async function checkMaterials(kms: Kms, key: Key): Promise<Check> {
  const name = 'all materials imported';
  try {
    const materials = await listMaterials(kms, key.Arn);
    const missing = materials.filter(({ ImportState: state }) => state === 'PENDING_IMPORT');
    return check(
      name,
      materials.length > 0 && missing.length === 0,
      `${materials.length - missing.length} of ${materials.length}`,
    );
  } catch (error) {
    return refused(name, error, 'kms:ListKeyRotations');
  }
}

async function checkRoundTrip(kms: Kms, key: Key): Promise<Check> {
  const name = 'round trip';
  const context = { 'encrypted-queue-to-table:verify': randomBytes(8).toString('hex') };
  const plaintexts: Uint8Array[] = [];
  try {
    const made = await kms.send(
      new GenerateDataKeyCommand({ KeyId: key.Arn, KeySpec: 'AES_256', EncryptionContext: context }),
    );
    plaintexts.push(made.Plaintext ?? new Uint8Array());
    const opened = await kms.send(
      new DecryptCommand({ KeyId: key.Arn, CiphertextBlob: made.CiphertextBlob, EncryptionContext: context }),
    );
    plaintexts.push(opened.Plaintext ?? new Uint8Array());
    const [a, b] = plaintexts;
    const same = a?.length === 32 && b?.length === 32 && timingSafeEqual(a, b);
    return check(
      name,
      same,
      same
        ? 'GenerateDataKey, then Decrypt under an encryption context'
        : 'Decrypt gave something else than GenerateDataKey',
    );
  } catch (error) {
    return refused(name, error, 'kms:GenerateDataKey and kms:Decrypt');
  } finally {
    plaintexts.forEach(plaintext => plaintext.fill(0));
  }
}

/** A refused question has no answer; a refused key state is one. */
function refused(name: string, error: unknown, permission: string): Check {
  const { name: code, message } = error as Error;
  if (code === 'AccessDeniedException') {
    return { name, verdict: 'unknown', detail: `the caller has no ${permission} on the key` };
  }
  if (['KMSInvalidStateException', 'DisabledException', 'InvalidCiphertextException'].includes(code)) {
    return check(name, false, message);
  }
  throw error;
}
