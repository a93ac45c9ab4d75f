import { ReplicateKeyCommand } from '@aws-sdk/client-kms';
import { CeremonyError } from './ceremony-error';
import { describeKey, type Key, waitForState } from './describe-key';
import { getParameters, type WrappingChoice } from './get-parameters';
import { importMaterial } from './import-material';
import { type KeyMaterial } from './key-material';
import type { Kms } from './kms';
import { isPending, listMaterials } from './list-materials';
import { arnIn } from './rotate-key';
import { wrapMaterial } from './wrap';

export interface ReplicaPlan {
  readonly region: string;
  readonly description: string;
  readonly policy?: string;
}

/** Throws unless the key can have replicas. */
export function requirePrimary({ KeyId, MultiRegion, MultiRegionConfiguration: configuration }: Key): void {
  if (!MultiRegion) {
    throw new CeremonyError(
      `key ${KeyId} is a single-Region key; it cannot be replicated`,
      'create a multi-Region key: it cannot be changed later',
    );
  }
  if (configuration?.MultiRegionKeyType !== 'PRIMARY') {
    throw new CeremonyError(
      `key ${KeyId} is a replica here; replicate the primary key`,
      `add --key-id ${configuration?.PrimaryKey?.Arn}`,
    );
  }
}

/** Makes the replica key, unless it is there already, and answers its ARN. It has no key material yet. */
export async function ensureReplica(primary: Kms, replica: Kms, key: Key, plan: ReplicaPlan): Promise<string> {
  const arn = arnIn(key.Arn, plan.region);
  const regions = key.MultiRegionConfiguration?.ReplicaKeys?.map(({ Region: region }) => region) ?? [];
  if (!regions.includes(plan.region)) {
    await primary
      .send(
        new ReplicateKeyCommand({
          KeyId: key.Arn,
          ReplicaRegion: plan.region,
          Description: plan.description,
          Policy: plan.policy,
        }),
      )
      .catch((error: Error) => {
        if (error.name !== 'AlreadyExistsException') throw error;
      });
  }
  await waitForState(replica, arn, ({ KeyState: state }) => state !== 'Creating');
  return arn;
}

/** Imports the materials of the primary key into a replica: each of them must go in before the replica works. */
export async function importIntoReplica(
  kms: Kms,
  keyArn: string,
  material: KeyMaterial,
  wrapping: WrappingChoice,
  expires?: Date,
): Promise<string> {
  const parameters = await getParameters(kms, keyArn, wrapping);
  const encryptedKeyMaterial = wrapMaterial(material.bytes, parameters.wrappingKey, parameters.wrappingAlgorithm);
  return importMaterial(kms, {
    keyArn,
    importToken: parameters.importToken,
    encryptedKeyMaterial,
    expires,
    type: 'EXISTING_KEY_MATERIAL',
  });
}

/** The ids of the materials that a key still lacks, those that wait for rotation aside. */
export async function missingMaterials(kms: Kms, keyArn: string): Promise<string[]> {
  const { KeyState: state } = await describeKey(kms, keyArn);
  if (state === 'Enabled') return [];
  const materials = await listMaterials(kms, keyArn);
  return materials
    .filter(material => material.ImportState === 'PENDING_IMPORT' && !isPending(material))
    .flatMap(({ KeyMaterialId: id }) => id ?? []);
}
