import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import {
  CreateKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  type ImportKeyMaterialCommandInput,
  KMSClient,
} from '@aws-sdk/client-kms';
import { type KmsServer, type KmsServerOptions, startKmsServer } from '../../../sandbox/kms/kms-server';

export const HOUR = 60 * 60 * 1000;
/** What a test has started, closed when it ends. */
export const started: { close: () => Promise<void> | void }[] = [];
afterEach(async () => Promise.all(started.splice(0).map(async one => one.close())));

export async function start(options: KmsServerOptions = {}) {
  const server = await startKmsServer(options);
  started.push(server);
  return server;
}

export function client(
  server: KmsServer,
  region = 'eu-west-1',
  credentials = { accessKeyId: 'test', secretAccessKey: 'test' },
) {
  const kms = new KMSClient({ endpoint: server.endpoint, region, credentials, maxAttempts: 1 });
  started.push({ close: () => kms.destroy() });
  return kms;
}

export async function importMaterial(
  kms: KMSClient,
  keyId: string,
  material: Buffer,
  how: Partial<ImportKeyMaterialCommandInput> = {},
) {
  const parameters = await kms.send(
    new GetParametersForImportCommand({
      KeyId: keyId,
      WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      WrappingKeySpec: 'RSA_2048',
    }),
  );
  const key = createPublicKey({ key: Buffer.from(parameters.PublicKey!), format: 'der', type: 'spki' });
  const wrapped = publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, material);
  return kms.send(
    new ImportKeyMaterialCommand({
      KeyId: keyId,
      ImportToken: parameters.ImportToken,
      EncryptedKeyMaterial: wrapped,
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      ...how,
    }),
  );
}

export async function keyWithMaterial(kms: KMSClient, material = randomBytes(32)) {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Origin: 'EXTERNAL', MultiRegion: true }));
  await importMaterial(kms, KeyMetadata!.KeyId!, material);
  return { id: KeyMetadata!.KeyId!, arn: KeyMetadata!.Arn!, material };
}
