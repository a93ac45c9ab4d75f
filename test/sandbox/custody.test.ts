import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  type ImportKeyMaterialCommandInput,
  KMSClient,
  RotateKeyOnDemandCommand,
} from '@aws-sdk/client-kms';
import { parseWrappingKey, wrapMaterial } from '../../src/ceremony/wrap';
import { PolicedAccount } from '../support/policed-account';
import { synthesiseApp, type SynthesisedApp } from '../support/synthesised-app';

/** The attack: material that only the thief has, current by a rotation, gone in five minutes, and with it all data. */
const GONE_IN_MINUTES = { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: new Date(Date.now() + 300_000) } as const;
const FOR_EVER = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const;
const MFA = { 'aws:MultiFactorAuthPresent': 'true' };

let account: PolicedAccount;
let app: SynthesisedApp;

beforeAll(async () => {
  account = await PolicedAccount.open();
  app = synthesiseApp(join(__dirname, '..', '..', 'examples', 'locked-down-key', 'app.ts'), {
    keyArn: account.keyArn,
  });
  await account.deploy(app);
});

afterAll(async () => {
  await account.close();
  rmSync(app.assembly, { recursive: true, force: true });
});

const kmsOf = (name: string, context: Record<string, string> = {}): KMSClient =>
  new KMSClient({ ...account.sandbox.clientOf(account.role(name), context), maxAttempts: 1 });

async function importNew(kms: KMSClient, expiry: Partial<ImportKeyMaterialCommandInput>): Promise<unknown> {
  const { PublicKey, ImportToken } = await kms.send(
    new GetParametersForImportCommand({
      KeyId: account.keyArn,
      WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      WrappingKeySpec: 'RSA_4096',
    }),
  );
  const wrapped = wrapMaterial(randomBytes(32), parseWrappingKey(Buffer.from(PublicKey!))!, 'RSAES_OAEP_SHA_256');
  return kms.send(
    new ImportKeyMaterialCommand({
      KeyId: account.keyArn,
      ImportToken,
      EncryptedKeyMaterial: wrapped,
      ImportType: 'NEW_KEY_MATERIAL',
      ...expiry,
    }),
  );
}

const rotate = async (kms: KMSClient): Promise<unknown> =>
  kms.send(new RotateKeyOnDemandCommand({ KeyId: account.keyArn }));

test.each([
  ['a custodian', 'KeyCustodian', {}],
  ['a custodian with a second factor', 'KeyCustodian', MFA],
  ['a destroyer without a second factor', 'KeyDestroyer', {}],
  ['an administrator with a second factor', 'KeyAdmin', MFA],
])('%s can neither bring material that expires nor make other material current', async (_, name, context) => {
  const before = await account.kms(account.role('KeyAdmin')).send(new DescribeKeyCommand({ KeyId: account.keyArn }));
  const kms = kmsOf(name, context);

  await expect(importNew(kms, GONE_IN_MINUTES)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await expect(importNew(kms, {})).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await expect(rotate(kms)).rejects.toMatchObject({ name: 'AccessDeniedException' });

  const after = await account.kms(account.role('KeyAdmin')).send(new DescribeKeyCommand({ KeyId: account.keyArn }));
  expect(after.KeyMetadata).toEqual(before.KeyMetadata);
});

test('a custodian brings material that lasts, and a destroyer with a second factor makes it current', async () => {
  await importNew(kmsOf('KeyCustodian'), FOR_EVER);

  await expect(rotate(kmsOf('KeyDestroyer', MFA))).resolves.toBeDefined();
  await expect(account.itemOf('after the rotation', app)).resolves.toMatchObject({ body: 'after the rotation' });
});
