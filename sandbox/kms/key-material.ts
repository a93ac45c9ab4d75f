import { createHash } from 'node:crypto';

export type KeyMaterialState =
  'CURRENT' | 'NON_CURRENT' | 'PENDING_ROTATION' | 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION';

/** What every Region of a key knows about one key material: all but the bytes. */
export interface KeyMaterial {
  readonly id: string;
  state: KeyMaterialState;
  description?: string;
  rotationDate?: Date;
  rotationType?: 'ON_DEMAND';
}

/** The bytes of one key material in one Region, and how long they stay. */
export interface StoredMaterial {
  readonly bytes: Buffer;
  readonly validTo?: Date;
}

/** KMS derives the id of key material from the key id and the material; the formula is its own, this one is ours. */
export function keyMaterialId(keyId: string, bytes: Buffer): string {
  return createHash('sha256').update(keyId).update(bytes).digest('hex');
}
