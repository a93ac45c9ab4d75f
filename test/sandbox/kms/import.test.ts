import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
} from '@aws-sdk/client-kms';
import { client, HOUR, importMaterial, start } from './started-kms';

test('what is wrapped for one request does not fit the token of another', async () => {
  const kms = client(await start());
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Origin: 'EXTERNAL' }));
  const parameters = new GetParametersForImportCommand({
    KeyId: KeyMetadata!.KeyId,
    WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
    WrappingKeySpec: 'RSA_2048',
  });
  const [first, second] = [await kms.send(parameters), await kms.send(parameters)];
  const key = createPublicKey({ key: Buffer.from(first.PublicKey!), format: 'der', type: 'spki' });
  const EncryptedKeyMaterial = publicEncrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    randomBytes(32),
  );

  const crossed = kms.send(
    new ImportKeyMaterialCommand({
      KeyId: KeyMetadata!.KeyId,
      ImportToken: second.ImportToken,
      EncryptedKeyMaterial,
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    }),
  );

  await expect(crossed).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
});

test('an import token lives 24 hours and belongs to one key', async () => {
  let now = new Date('2026-01-01T00:00:00Z');
  const kms = client(await start({ now: () => now }));
  const [one, other] = [
    await kms.send(new CreateKeyCommand({ Origin: 'EXTERNAL' })),
    await kms.send(new CreateKeyCommand({ Origin: 'EXTERNAL' })),
  ];
  const { ImportToken } = await kms.send(
    new GetParametersForImportCommand({
      KeyId: one.KeyMetadata!.KeyId,
      WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      WrappingKeySpec: 'RSA_2048',
    }),
  );
  const bring = async (KeyId?: string) =>
    kms.send(
      new ImportKeyMaterialCommand({
        KeyId,
        ImportToken,
        EncryptedKeyMaterial: Buffer.alloc(256, 1),
        ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      }),
    );

  await expect(bring(other.KeyMetadata!.KeyId)).rejects.toMatchObject({ name: 'InvalidImportTokenException' });
  now = new Date(now.getTime() + 24 * HOUR);
  await expect(bring(one.KeyMetadata!.KeyId)).rejects.toMatchObject({ name: 'ExpiredImportTokenException' });
});

test('material expires, and only the same material brings the key back', async () => {
  let now = new Date('2026-01-01T00:00:00Z');
  const kms = client(await start({ now: () => now }));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Origin: 'EXTERNAL' }));
  const KeyId = KeyMetadata!.KeyId!;
  const material = randomBytes(32);
  const ValidTo = new Date(now.getTime() + HOUR);
  await importMaterial(kms, KeyId, material, { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo });
  expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toMatchObject({
    KeyState: 'Enabled',
    ExpirationModel: 'KEY_MATERIAL_EXPIRES',
    ValidTo,
  });

  now = ValidTo;

  expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toMatchObject({ KeyState: 'PendingImport' });
  await expect(importMaterial(kms, KeyId, randomBytes(32))).rejects.toMatchObject({
    name: 'IncorrectKeyMaterialException',
  });
  await importMaterial(kms, KeyId, material);
  expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toMatchObject({ KeyState: 'Enabled' });
});

test.each([
  ['no date', { ExpirationModel: 'KEY_MATERIAL_EXPIRES' as const }],
  [
    'a date past 365 days',
    { ExpirationModel: 'KEY_MATERIAL_EXPIRES' as const, ValidTo: new Date(Date.now() + 366 * 24 * HOUR) },
  ],
  ['a date in the past', { ExpirationModel: 'KEY_MATERIAL_EXPIRES' as const, ValidTo: new Date(0) }],
  [
    'a date without expiry',
    { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' as const, ValidTo: new Date(Date.now() + HOUR) },
  ],
])('fails to import with %s', async (_, how) => {
  const kms = client(await start());
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Origin: 'EXTERNAL' }));

  await expect(importMaterial(kms, KeyMetadata!.KeyId!, randomBytes(32), how)).rejects.toMatchObject({
    name: 'ValidationException',
  });
});
