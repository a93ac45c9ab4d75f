import { randomBytes } from 'node:crypto';
import {
  CreateKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { parseWrappingKey, wrapMaterial } from '../../src/ceremony/wrap';
import type { Sandbox } from '../sandbox';

/**
 * Makes a key with imported material, as the ceremony does: the key, a wrapping key, the material wrapped, the material
 * imported.
 *
 * @param validTo when the material expires; without it, never
 * @returns its ARN
 */
export async function makeKeyWithImportedMaterial(
  sandbox: Sandbox,
  administrator: string,
  validTo?: Date,
): Promise<string> {
  const kms = new KMSClient(sandbox.clientOf(administrator));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Origin: 'EXTERNAL', Description: 'sandbox' }));
  const KeyId = KeyMetadata!.KeyId!;
  const { PublicKey, ImportToken } = await kms.send(
    new GetParametersForImportCommand({
      KeyId,
      WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      WrappingKeySpec: 'RSA_4096',
    }),
  );
  const material = randomBytes(32);
  const wrapped = wrapMaterial(material, parseWrappingKey(Buffer.from(PublicKey!))!, 'RSAES_OAEP_SHA_256');
  material.fill(0);
  await kms.send(
    new ImportKeyMaterialCommand({
      KeyId,
      ImportToken,
      EncryptedKeyMaterial: wrapped,
      ExpirationModel: validTo === undefined ? 'KEY_MATERIAL_DOES_NOT_EXPIRE' : 'KEY_MATERIAL_EXPIRES',
      ValidTo: validTo,
    }),
  );
  kms.destroy();
  return KeyMetadata!.Arn!;
}
