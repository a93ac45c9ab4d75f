import {
  CreateAliasCommand,
  CreateGrantCommand,
  DecryptCommand,
  DisableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  ReEncryptCommand,
} from '@aws-sdk/client-kms';
import { client, keyWithMaterial, start } from './started-kms';
import type { Call } from '../../../sandbox/iam/authorization';
import { Identities } from '../../../sandbox/iam/identities';

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
