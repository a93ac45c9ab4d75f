import { randomBytes } from 'node:crypto';
import {
  CreateKeyCommand,
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyPolicyCommand,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { client, importMaterial, keyWithMaterial, start, started } from './started-kms';
import { KmsError } from '../../../sandbox/kms/kms-server';

test('a key of origin EXTERNAL waits for its material, then encrypts and decrypts under a context', async () => {
  const kms = client(await start());
  const { KeyMetadata: created } = await kms.send(new CreateKeyCommand({ Origin: 'EXTERNAL', MultiRegion: true }));
  expect(created).toMatchObject({ KeyState: 'PendingImport', Enabled: false, Origin: 'EXTERNAL', MultiRegion: true });
  const pending = kms.send(new EncryptCommand({ KeyId: created!.KeyId, Plaintext: Buffer.from('x') }));
  await expect(pending).rejects.toMatchObject({
    name: 'KMSInvalidStateException',
    message: `${created!.Arn} is pending import.`,
  });

  await importMaterial(kms, created!.KeyId!, randomBytes(32));

  const context = { 'aws:sqs:arn': 'arn:aws:sqs:eu-west-1:111122223333:orders' };
  const { CiphertextBlob, Plaintext } = await kms.send(
    new GenerateDataKeyCommand({ KeyId: created!.Arn, KeySpec: 'AES_256', EncryptionContext: context }),
  );
  const opened = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context }));
  expect(Buffer.from(opened.Plaintext!)).toEqual(Buffer.from(Plaintext!));
  await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject({
    name: 'InvalidCiphertextException',
  });
});

test('the policy is kept as it came, once it passes what KMS checks', async () => {
  const kms = client(
    await start({
      principalExists: principal => !principal.endsWith('role/Gone'),
      authorizeUnder: policy => ({ allowed: policy.includes('kms:PutKeyPolicy'), reason: 'not in the policy' }),
    }),
  );
  const { id: KeyId } = await keyWithMaterial(kms);
  const statement = (
    Action: string,
    principal = 'role/Admin',
  ) => `{ "Version": "2012-10-17",  "Statement": [{ "Effect": "Allow", "Action": "${Action}", "Resource": "*",
    "Principal": { "AWS": "arn:aws:iam::111122223333:${principal}" } }] }`;
  const put = async (Policy: string, BypassPolicyLockoutSafetyCheck?: boolean) =>
    kms.send(new PutKeyPolicyCommand({ KeyId, Policy, BypassPolicyLockoutSafetyCheck }));

  await put(statement('kms:PutKeyPolicy'));

  expect((await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy).toBe(statement('kms:PutKeyPolicy'));
  await expect(put('not json')).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
  await expect(put(statement('kms:PutKeyPolicy', 'role/Gone'))).rejects.toMatchObject({
    message: 'Policy contains a statement with one or more invalid principals.',
  });
  const lockout = 'The new key policy will not allow you to update the key policy in the future.';
  await expect(put(statement('kms:Decrypt'))).rejects.toMatchObject({ message: lockout });
  await put(statement('kms:Decrypt'), true);
});

test('calls fail when asked to, before or after the work is done', async () => {
  const server = await start();
  const kms = client(server);
  server.faults.failNext('CreateKey', new KmsError('ThrottlingException', 'Rate exceeded'));
  await expect(kms.send(new CreateKeyCommand({}))).rejects.toMatchObject({
    name: 'ThrottlingException',
    message: 'Rate exceeded',
  });
  server.faults.failNth(2, 'connection lost after');

  await kms.send(new CreateKeyCommand({}));
  await expect(kms.send(new CreateKeyCommand({}))).rejects.toThrow();

  expect(server.keys.list()).toHaveLength(2);
});

test('the endpoint also says who the caller is', async () => {
  const server = await start();
  const sts = new STSClient({
    endpoint: server.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  started.push({ close: () => sts.destroy() });

  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '111122223333',
    Arn: 'arn:aws:iam::111122223333:root',
  });
});
