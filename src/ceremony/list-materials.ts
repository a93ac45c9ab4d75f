import { ListKeyRotationsCommand, type RotationsListEntry } from '@aws-sdk/client-kms';
import type { Kms } from './kms';

/** Every key material of a key, oldest first: the first one, those rotated to, and one that waits for rotation. */
export async function listMaterials(kms: Kms, keyId: string): Promise<RotationsListEntry[]> {
  const materials: RotationsListEntry[] = [];
  let marker: string | undefined;
  do {
    const page = await kms.send(
      new ListKeyRotationsCommand({ KeyId: keyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL', Marker: marker }),
    );
    materials.push(...(page.Rotations ?? []));
    marker = page.NextMarker;
  } while (marker);
  return materials;
}

export function isPending({ KeyMaterialState: state }: RotationsListEntry): boolean {
  return state === 'PENDING_ROTATION' || state === 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION';
}

export function countRotations(materials: readonly RotationsListEntry[]): number {
  return materials.filter(({ RotationType: type }) => type === 'ON_DEMAND').length;
}
