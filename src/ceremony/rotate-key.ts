import { RotateKeyOnDemandCommand } from '@aws-sdk/client-kms';
import { CeremonyError } from './ceremony-error';
import { describeKey, type Key, requireImportable, waitForState } from './describe-key';
import { getParameters, type WrappingChoice } from './get-parameters';
import { importMaterial } from './import-material';
import { type KeyMaterial } from './key-material';
import type { Kms } from './kms';
import { MAX_ON_DEMAND_ROTATIONS } from './limits';
import { countRotations, isPending, listMaterials } from './list-materials';
import { wrapMaterial } from './wrap';

/** A rotation takes KMS longer than a change of state does. */
const ROTATION_TRIES = 240;

export interface Rotation {
  /** The client of a Region: the primary key's, and each replica's. */
  readonly kms: (region: string) => Kms;
  readonly wrapping: WrappingChoice;
  readonly expires?: Date;
  readonly progress: (text: string) => void;
}

export interface RotationState {
  readonly key: Key;
  readonly region: string;
  readonly replicaRegions: readonly string[];
  readonly used: number;
  readonly pending?: { readonly id: string; readonly importedEverywhere: boolean };
}

/** Throws unless the key can be rotated, and tells how far an earlier rotation came. */
export async function prepareRotation(kms: Kms, keyId: string): Promise<RotationState> {
  const key = await describeKey(kms, keyId);
  requireImportable(key);
  if (key.KeyState !== 'Enabled') {
    throw new CeremonyError(
      `key ${key.KeyId} is ${key.KeyState}; only an enabled key rotates`,
      'import its material first: encrypted-queue-to-table key ceremony',
    );
  }
  const {
    MultiRegionKeyType: type,
    PrimaryKey: primary,
    ReplicaKeys: replicas = [],
  } = key.MultiRegionConfiguration ?? {};
  if (type === 'REPLICA') {
    throw new CeremonyError(`key ${key.Arn} is a replica; rotate the primary key`, `add --key-id ${primary?.Arn}`);
  }
  const materials = await listMaterials(kms, key.Arn);
  const used = countRotations(materials);
  if (used >= MAX_ON_DEMAND_ROTATIONS) {
    throw new CeremonyError(
      `key ${key.KeyId} has used all ${MAX_ON_DEMAND_ROTATIONS} on-demand rotations`,
      'create a new key and re-encrypt under it',
    );
  }
  const waiting = materials.find(isPending);
  return {
    key,
    region: key.Arn.split(':')[3] ?? '',
    replicaRegions: replicas.flatMap(({ Region: region }) => region ?? []),
    used,
    ...(waiting && {
      pending: { id: waiting.KeyMaterialId ?? '', importedEverywhere: waiting.KeyMaterialState === 'PENDING_ROTATION' },
    }),
  };
}

/**
 * Brings new material into the primary key and every replica, then makes it the current one. Resumes what was
 * interrupted.
 */
export async function rotateKey(
  state: RotationState,
  material: KeyMaterial | undefined,
  rotation: Rotation,
): Promise<string> {
  const { key, region, replicaRegions, pending } = state;
  let id = pending?.id;
  if (material) {
    rotation.progress(`importing ${pending ? 'the waiting' : 'new'} key material into ${region}`);
    id = pending
      ? await importInto(rotation, region, key.Arn, material, {
          type: 'EXISTING_KEY_MATERIAL',
          keyMaterialId: pending.id,
        })
      : await importNew(rotation, region, key.Arn, material);
    for (const replica of replicaRegions) {
      rotation.progress(`importing the same key material into ${replica}`);
      await importInto(rotation, replica, arnIn(key.Arn, replica), material, {
        type: 'EXISTING_KEY_MATERIAL',
        keyMaterialId: id,
      });
    }
  }
  if (!id) {
    throw new CeremonyError(
      'no key material waits for rotation',
      'give new material: encrypted-queue-to-table key rotate --generate or --material FILE',
    );
  }
  const kms = rotation.kms(region);
  rotation.progress('rotating on demand');
  await rotateOnce(kms, key.Arn, id);
  const rotated = await waitForState(
    kms,
    key.Arn,
    ({ CurrentKeyMaterialId: current }) => current === id,
    ROTATION_TRIES,
  );
  if (rotated.CurrentKeyMaterialId !== id) {
    throw new CeremonyError(
      'KMS has not finished the rotation yet',
      `look again with: encrypted-queue-to-table key status --key-id ${key.Arn}`,
    );
  }
  return id;
}

/** The ARN of a multi-Region key in another of its Regions. */
export function arnIn(arn: string, region: string): string {
  return arn
    .split(':')
    .map((part, index) => (index === 3 ? region : part))
    .join(':');
}

async function importInto(
  { kms, wrapping, expires }: Rotation,
  region: string,
  keyArn: string,
  material: KeyMaterial,
  how: Pick<Parameters<typeof importMaterial>[1], 'type' | 'keyMaterialId'>,
): Promise<string> {
  const parameters = await getParameters(kms(region), keyArn, wrapping);
  const encryptedKeyMaterial = wrapMaterial(material.bytes, parameters.wrappingKey, parameters.wrappingAlgorithm);
  return importMaterial(kms(region), {
    keyArn,
    importToken: parameters.importToken,
    encryptedKeyMaterial,
    expires,
    ...how,
  });
}

/**
 * A lost answer may hide an import that was done: what waits for rotation then has to be this material, and KMS is
 * asked to prove it.
 */
async function importNew(rotation: Rotation, region: string, keyArn: string, material: KeyMaterial): Promise<string> {
  try {
    return await importInto(rotation, region, keyArn, material, { type: 'NEW_KEY_MATERIAL' });
  } catch (error) {
    const waiting = (await listMaterials(rotation.kms(region), keyArn).catch(() => [])).find(isPending);
    if (!waiting) throw error;
    return importInto(rotation, region, keyArn, material, {
      type: 'EXISTING_KEY_MATERIAL',
      keyMaterialId: waiting.KeyMaterialId,
    });
  }
}

/** A lost answer may hide a rotation that was done: the key itself is asked before an error counts. */
async function rotateOnce(kms: Kms, keyArn: string, id: string): Promise<void> {
  try {
    await kms.send(new RotateKeyOnDemandCommand({ KeyId: keyArn }));
  } catch (error) {
    if ((error as Error).name === 'AccessDeniedException') throw notAllowed(keyArn, error as Error);
    if ((error as Error).name !== 'KMSInvalidStateException') throw error;
    const { CurrentKeyMaterialId: current } = await describeKey(kms, keyArn);
    if (current !== id) throw error;
  }
}

/** The import is done: whoever may rotate goes on from there. */
function notAllowed(keyArn: string, { message }: Error): CeremonyError {
  return new CeremonyError(
    `the key material is imported and waits for rotation, which this caller may not do: ${message}`,
    `somebody who may, such as a destroyer: encrypted-queue-to-table key rotate --key-id ${keyArn} --finish`,
  );
}
