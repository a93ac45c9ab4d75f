import { ImportKeyMaterialCommand, type ImportType } from '@aws-sdk/client-kms';
import { CeremonyError } from './ceremony-error';
import type { Kms } from './kms';

export interface ImportRequest {
  readonly keyArn: string;
  readonly importToken: Buffer;
  readonly encryptedKeyMaterial: Buffer;
  /** When the material expires; never if missing. */
  readonly expires?: Date;
  readonly type?: ImportType;
  /** The id the material must turn out to have: for material imported before. */
  readonly keyMaterialId?: string;
  readonly description?: string;
}

/** Imports wrapped key material, and answers the id that KMS gives it. */
export async function importMaterial(kms: Kms, request: ImportRequest): Promise<string> {
  try {
    const { KeyMaterialId: id } = await kms.send(
      new ImportKeyMaterialCommand({
        KeyId: request.keyArn,
        ImportToken: request.importToken,
        EncryptedKeyMaterial: request.encryptedKeyMaterial,
        ExpirationModel: request.expires ? 'KEY_MATERIAL_EXPIRES' : 'KEY_MATERIAL_DOES_NOT_EXPIRE',
        ValidTo: request.expires,
        ImportType: request.type,
        KeyMaterialId: request.keyMaterialId,
        KeyMaterialDescription: request.description,
      }),
    );
    return id ?? '';
  } catch (error) {
    throw explain(error as Error, request);
  }
}

/** Puts the refusals of KMS that have one cause into words; the others stay as they are. */
function explain(error: Error, { keyArn, type }: ImportRequest): Error {
  const again = `get new parameters and wrap again: encrypted-queue-to-table key parameters --key-id ${keyArn} --out FILE`;
  switch (error.name) {
    case 'IncorrectKeyMaterialException':
      if (type === 'NEW_KEY_MATERIAL') {
        return new CeremonyError(
          'KMS refuses the material: this key has had it already',
          'give new material: openssl rand 32',
        );
      }
      return new CeremonyError(
        'KMS refuses the material: it is not the material this key had, or it is material the key already has',
        'a key takes back only the same material: compare it with the record by key check; a rotation wants material that the key never had',
      );
    case 'InvalidCiphertextException':
      return new CeremonyError(
        'KMS cannot unwrap the material: it was wrapped with another public key or algorithm than the import token is for',
        again,
      );
    case 'InvalidImportTokenException':
      return new CeremonyError('KMS refuses the import token: it is damaged or for another key', again);
    case 'ExpiredImportTokenException':
      return new CeremonyError('KMS refuses the import token: its 24 hours are over', again);
    default:
      return error;
  }
}
