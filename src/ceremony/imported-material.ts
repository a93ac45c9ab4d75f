import type { Attempt, CeremonyRecord } from './ceremony-record';
import type { Kms } from './kms';
import { listMaterials } from './list-materials';

/** Travels with the material, so that it is recognised when the answer to the import is lost. */
export function materialDescription({ id }: Pick<CeremonyRecord, 'id'>, attempt: Attempt): string {
  return `key ceremony ${id}, material ${attempt.id}`;
}

/** Which material of a ceremony KMS has, if it has one. */
export async function findImported(
  kms: Kms,
  keyArn: string,
  record: Pick<CeremonyRecord, 'id' | 'attempts'>,
): Promise<{ attempt: Attempt; keyMaterialId: string } | undefined> {
  const materials = await listMaterials(kms, keyArn);
  for (const attempt of record.attempts) {
    const found = materials.find(
      ({ KeyMaterialDescription: description, ImportState: state }) =>
        description === materialDescription(record, attempt) && state === 'IMPORTED',
    );
    if (found) return { attempt, keyMaterialId: found.KeyMaterialId ?? '' };
  }
  return undefined;
}
