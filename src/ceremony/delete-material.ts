import { DeleteImportedKeyMaterialCommand, type GrantListEntry } from '@aws-sdk/client-kms';
import { describeKey, type Key } from './describe-key';
import type { Kms } from './kms';
import { listAliases } from './list-aliases';
import { listGrants } from './list-grants';

/** What stops when the key material of a key goes. */
export interface Impact {
  readonly key: Key;
  readonly aliases: readonly string[];
  /** Tables whose grants are on the key. */
  readonly tables: readonly string[];
  readonly otherGrants: number;
  /** What the caller may not look at. */
  readonly unseen: readonly string[];
}

/** Finds out, as far as KMS knows it, what depends on a key. Queues leave no trace in KMS. */
export async function assessImpact(kms: Kms, keyId: string): Promise<Impact> {
  const key = await describeKey(kms, keyId);
  const unseen: string[] = [];
  const orUnseen = async <T>(work: Promise<T[]>, permission: string): Promise<T[]> =>
    work.catch((error: Error) => {
      if (error.name !== 'AccessDeniedException') throw error;
      unseen.push(permission);
      return [];
    });
  const aliases = await orUnseen(listAliases(kms, key.Arn), 'kms:ListAliases');
  const grants = await orUnseen(listGrants(kms, key.Arn), 'kms:ListGrants');
  const tables = grants.flatMap(grant => tableOf(grant) ?? []);
  return {
    key,
    aliases,
    tables: [...new Set(tables)],
    otherGrants: grants.filter(grant => !tableOf(grant)).length,
    unseen,
  };
}

/** Takes the material away at once: there is no waiting period. */
export async function deleteMaterial(kms: Kms, keyArn: string, keyMaterialId?: string): Promise<void> {
  await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId: keyArn, KeyMaterialId: keyMaterialId }));
}

function tableOf({ Constraints: constraints }: GrantListEntry): string | undefined {
  return (constraints?.EncryptionContextSubset ?? constraints?.EncryptionContextEquals)?.['aws:dynamodb:tableName'];
}
