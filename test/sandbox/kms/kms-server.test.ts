import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import {
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyPolicyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  type ImportKeyMaterialCommandInput,
  KMSClient,
  ListKeyRotationsCommand,
  PutKeyPolicyCommand,
  ReEncryptCommand,
  ReplicateKeyCommand,
  RotateKeyOnDemandCommand,
} from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Call } from '../../../sandbox/iam/authorization';
import { Identities } from '../../../sandbox/iam/identities';
import { KmsError, type KmsServer, type KmsServerOptions, startKmsServer } from '../../../sandbox/kms/kms-server';

const HOUR = 60 * 60 * 1000;
const started: { close: () => Promise<void> | void }[] = [];
afterEach(async () => Promise.all(started.splice(0).map(async one => one.close())));

async function start(options: KmsServerOptions = {}) {
  const server = await startKmsServer(options);
  started.push(server);
  return server;
}

function client(
  server: KmsServer,
  region = 'eu-west-1',
  credentials = { accessKeyId: 'test', secretAccessKey: 'test' },
) {
  const kms = new KMSClient({ endpoint: server.endpoint, region, credentials, maxAttempts: 1 });
  started.push({ close: () => kms.destroy() });
  return kms;
}

async function importMaterial(
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

async function keyWithMaterial(kms: KMSClient, material = randomBytes(32)) {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Origin: 'EXTERNAL', MultiRegion: true }));
  await importMaterial(kms, KeyMetadata!.KeyId!, material);
  return { id: KeyMetadata!.KeyId!, arn: KeyMetadata!.Arn!, material };
}

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

test('a disabled key refuses, and ReEncrypt asks for both permissions', async () => {
  const calls: Call[] = [];
  const kms = client(
    await start({
      authorize: call => {
        calls.push(call);
        return { allowed: true };
      },
    }),
  );
  const [{ id }, other] = [await keyWithMaterial(kms), await keyWithMaterial(kms)];
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: id, Plaintext: Buffer.from('x') }));

  await kms.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: other.id }));
  await kms.send(new DisableKeyCommand({ KeyId: id }));

  expect(calls.filter(({ action }) => action.startsWith('kms:ReEncrypt')).map(({ action }) => action)).toEqual([
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ]);
  await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject({ name: 'DisabledException' });
});

test('every call is authorized with the condition keys of KMS and of the caller', async () => {
  const calls: Call[] = [];
  const identities = new Identities({ principal: 'arn:aws:iam::111122223333:user/nobody', context: {} });
  const role = 'arn:aws:iam::111122223333:role/Writer';
  const credentials = identities.credentialsOf(role, {
    'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-west-1:111122223333:function:writer',
  });
  const server = await start({
    identities,
    authorize: call => {
      calls.push(call);
      return { allowed: call.action !== 'kms:Decrypt', reason: 'a test says no' };
    },
  });
  const kms = client(server, 'eu-west-1', credentials);
  const { id, arn } = await keyWithMaterial(kms);
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/orders', TargetKeyId: id }));
  const EncryptionContext = { tenant: 'a' };
  const { CiphertextBlob } = await kms.send(
    new GenerateDataKeyCommand({ KeyId: 'alias/orders', KeySpec: 'AES_256', EncryptionContext }),
  );

  const refused = kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));

  await expect(refused).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: `User: ${role} is not authorized to perform: kms:Decrypt on resource: ${arn} because a test says no`,
  });
  expect(calls.find(({ action }) => action === 'kms:GetParametersForImport')?.context).toMatchObject({
    'kms:WrappingAlgorithm': 'RSAES_OAEP_SHA_256',
    'kms:WrappingKeySpec': 'RSA_2048',
    'lambda:SourceFunctionArn': expect.stringContaining('writer'),
  });
  expect(calls.find(({ action }) => action === 'kms:ImportKeyMaterial')?.context).toMatchObject({
    'kms:ExpirationModel': 'KEY_MATERIAL_DOES_NOT_EXPIRE',
  });
  expect(calls.find(({ action }) => action === 'kms:GenerateDataKey')?.context).toMatchObject({
    'kms:EncryptionContext:tenant': 'a',
    'kms:EncryptionContextKeys': ['tenant'],
    'kms:CallerAccount': '111122223333',
    'kms:RequestAlias': 'alias/orders',
  });
  await kms.send(
    new CreateGrantCommand({
      KeyId: id,
      GranteePrincipal: role,
      Operations: ['Decrypt'],
      Constraints: { EncryptionContextSubset: EncryptionContext },
    }),
  );
  await expect(kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }))).resolves.toMatchObject({
    KeyId: arn,
  });
});

test('a service calls on behalf of its caller from inside the process', async () => {
  const calls: Call[] = [];
  const server = await start({
    authorize: call => {
      calls.push(call);
      return { allowed: true };
    },
  });
  const { arn } = await keyWithMaterial(client(server));
  const caller = { principal: 'arn:aws:iam::111122223333:role/App', context: {}, region: 'eu-west-1' };

  const made = await server.call(
    caller,
    'GenerateDataKey',
    { KeyId: arn, KeySpec: 'AES_256' },
    { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' },
  );

  expect(Buffer.from(made.Plaintext, 'base64')).toHaveLength(32);
  expect(calls.at(-1)).toMatchObject({
    principal: caller.principal,
    resource: arn,
    context: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' },
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
