import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeKeyCommand, type KeyMetadata } from '@aws-sdk/client-kms';
import { CeremonyError } from './ceremony-error';
import type { Kms } from './kms';

const TRIES = 20;
const PAUSE = 500;

/** The metadata of a key, with what every answer of KMS holds taken as given. */
export type Key = KeyMetadata & { readonly KeyId: string; readonly Arn: string };

/** Finds a key by id, ARN or alias. */
export async function describeKey(kms: Kms, keyId: string): Promise<Key> {
  const { KeyMetadata: metadata } = await kms.send(new DescribeKeyCommand({ KeyId: keyId }));
  return { ...metadata, KeyId: metadata?.KeyId ?? keyId, Arn: metadata?.Arn ?? keyId };
}

/** Throws unless KMS would take key material for this key. */
export function requireImportable({ KeyId, Origin, KeyState, KeySpec }: Key): void {
  if (Origin !== 'EXTERNAL') {
    throw new CeremonyError(
      `key ${KeyId} has origin ${Origin}; only a key of origin EXTERNAL takes imported key material`,
      'create one with: encrypted-queue-to-table key create --alias alias/NAME',
    );
  }
  if (KeySpec !== 'SYMMETRIC_DEFAULT') {
    throw new CeremonyError(`key ${KeyId} has the key spec ${KeySpec}; this ceremony is for SYMMETRIC_DEFAULT`);
  }
  if (KeyState === 'PendingImport' || KeyState === 'Enabled') return;
  throw new CeremonyError(
    `key ${KeyId} is ${KeyState}; key material can be imported while it is PendingImport or Enabled`,
    HINTS[KeyState ?? ''],
  );
}

/** Answers the key, and throws unless it waits for its first key material. */
export async function requireWithoutMaterial(kms: Kms, keyId: string): Promise<Key> {
  const key = await describeKey(kms, keyId);
  requireImportable(key);
  if (key.KeyState !== 'Enabled') return key;
  throw new CeremonyError(
    `key ${key.KeyId} has its key material already`,
    `bring in new material with: encrypted-queue-to-table key rotate --key-id ${key.KeyId}`,
  );
}

/**
 * Asks until KMS shows the key in a state, for 10 seconds unless told otherwise: what was just made or done may take a
 * moment to be seen.
 */
export async function waitForState(kms: Kms, keyId: string, ready: (key: Key) => boolean, tries = TRIES): Promise<Key> {
  for (let left = tries - 1; left > 0; left--) {
    const key = await describeKey(kms, keyId).catch((error: Error) => {
      if (error.name !== 'NotFoundException') throw error;
      return undefined;
    });
    if (key && ready(key)) return key;
    await sleep(PAUSE);
  }
  return describeKey(kms, keyId);
}

const HINTS: Record<string, string | undefined> = {
  Disabled: 'aws kms enable-key --key-id KEY',
  PendingDeletion: 'aws kms cancel-key-deletion --key-id KEY',
};
