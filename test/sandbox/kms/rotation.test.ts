import { randomBytes } from 'node:crypto';
import {
  CreateKeyCommand,
  DecryptCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  EncryptCommand,
  ListKeyRotationsCommand,
  ReplicateKeyCommand,
  RotateKeyOnDemandCommand,
} from '@aws-sdk/client-kms';
import { client, importMaterial, keyWithMaterial, start } from './started-kms';

test('new material is rotated to once every Region has it, and old ciphertexts still open', async () => {
  const server = await start();
  const [kms, replica] = [client(server), client(server, 'eu-central-1')];
  const { id, material } = await keyWithMaterial(kms);
  await kms.send(new ReplicateKeyCommand({ KeyId: id, ReplicaRegion: 'eu-central-1' }));
  expect((await replica.send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata).toMatchObject({
    KeyState: 'PendingImport',
  });
  await importMaterial(replica, id, material, { ImportType: 'EXISTING_KEY_MATERIAL' });
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: id, Plaintext: Buffer.from('old') }));

  const next = randomBytes(32);
  await importMaterial(kms, id, next, { ImportType: 'NEW_KEY_MATERIAL' });
  await expect(kms.send(new RotateKeyOnDemandCommand({ KeyId: id }))).rejects.toMatchObject({
    name: 'KMSInvalidStateException',
  });
  await importMaterial(replica, id, next, { ImportType: 'EXISTING_KEY_MATERIAL' });
  await kms.send(new RotateKeyOnDemandCommand({ KeyId: id }));

  const { Rotations } = await kms.send(
    new ListKeyRotationsCommand({ KeyId: id, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }),
  );
  expect(Rotations!.map(({ KeyMaterialState: state }) => state)).toEqual(['NON_CURRENT', 'CURRENT']);
  expect(Buffer.from((await replica.send(new DecryptCommand({ CiphertextBlob }))).Plaintext!).toString()).toBe('old');
  await replica.send(new DeleteImportedKeyMaterialCommand({ KeyId: id, KeyMaterialId: Rotations![0]!.KeyMaterialId }));
  await expect(replica.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject({
    name: 'KMSInvalidStateException',
  });
});

test('a key rotates on demand 25 times', async () => {
  const kms = client(await start());
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  for (let turn = 0; turn < 25; turn++) await kms.send(new RotateKeyOnDemandCommand({ KeyId: KeyMetadata!.KeyId }));

  await expect(kms.send(new RotateKeyOnDemandCommand({ KeyId: KeyMetadata!.KeyId }))).rejects.toMatchObject({
    name: 'LimitExceededException',
  });
});
