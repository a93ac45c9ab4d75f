import { randomBytes } from 'node:crypto';
import { type EncryptionContext, headerOf, open, seal } from './ciphertext';
import { KmsError, UNKNOWN_CIPHERTEXT_KEY } from './kms-error';
import { type KmsKey } from './kms-key';
import { type ConditionKeys, type Json, type Operations, type Request } from './operation';

const DATA_KEY_BYTES: Record<string, number | undefined> = { AES_128: 16, AES_256: 32 };
const MAX_PLAINTEXT_BYTES = 4096;
const MAX_RANDOM_BYTES = 1024;

/** What a key is for. Everything is really encrypted under the key material. */
export const cryptoOperations: Operations = {
  Encrypt: async request => {
    const key = request.account.keys.find(request.region, request.input.KeyId);
    const plaintext = Buffer.from(request.input.Plaintext ?? '', 'base64');
    if (plaintext.length === 0 || plaintext.length > MAX_PLAINTEXT_BYTES) {
      throw new KmsError('ValidationException', `Plaintext must be 1 to ${MAX_PLAINTEXT_BYTES} bytes`);
    }
    await requireUse(request, 'kms:Encrypt', key, request.input.EncryptionContext);
    return {
      CiphertextBlob: encrypt(key, plaintext, request.input.EncryptionContext),
      KeyId: key.arn,
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  },

  Decrypt: async request => {
    const { key, plaintext, materialId } = await decrypt(
      request,
      'kms:Decrypt',
      request.input.KeyId,
      request.input.EncryptionContext,
    );
    return {
      KeyId: key.arn,
      Plaintext: plaintext.toString('base64'),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      KeyMaterialId: materialId,
    };
  },

  GenerateDataKey: async request => {
    const { plaintext, ...answer } = await dataKey(request, 'kms:GenerateDataKey');
    return { ...answer, Plaintext: plaintext.toString('base64') };
  },

  GenerateDataKeyWithoutPlaintext: async request => {
    const { plaintext: _, ...answer } = await dataKey(request, 'kms:GenerateDataKeyWithoutPlaintext');
    return answer;
  },

  ReEncrypt: async request => {
    const { account, region, input } = request;
    const destination = account.keys.find(region, input.DestinationKeyId);
    const source = await decrypt(
      request,
      'kms:ReEncryptFrom',
      input.SourceKeyId,
      input.SourceEncryptionContext,
      destination,
    );
    const same = { 'kms:ReEncryptOnSameKey': String(source.key === destination) };
    await requireUse(request, 'kms:ReEncryptTo', destination, input.DestinationEncryptionContext, same);
    return {
      CiphertextBlob: encrypt(destination, source.plaintext, input.DestinationEncryptionContext),
      SourceKeyId: source.key.arn,
      KeyId: destination.arn,
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      SourceKeyMaterialId: source.materialId,
      DestinationKeyMaterialId: destination.current?.id,
    };
  },

  GenerateRandom: async request => {
    const bytes: number = request.input.NumberOfBytes ?? 0;
    await request.require('kms:GenerateRandom', '*');
    if (bytes < 1 || bytes > MAX_RANDOM_BYTES) {
      throw new KmsError('ValidationException', `NumberOfBytes must be 1 to ${MAX_RANDOM_BYTES}`);
    }
    return { Plaintext: randomBytes(bytes).toString('base64') };
  },
};

async function dataKey(request: Request, action: string): Promise<Json & { plaintext: Buffer }> {
  const { account, region, input } = request;
  const bytes = DATA_KEY_BYTES[input.KeySpec] ?? input.NumberOfBytes;
  if (!Number.isInteger(bytes) || bytes < 1 || bytes > 1024 || (input.KeySpec && input.NumberOfBytes)) {
    throw new KmsError('ValidationException', 'Please specify either number of bytes or key spec.');
  }
  const key = account.keys.find(region, input.KeyId);
  await requireUse(request, action, key, input.EncryptionContext);
  const plaintext = randomBytes(bytes);
  return {
    plaintext,
    CiphertextBlob: encrypt(key, plaintext, input.EncryptionContext),
    KeyId: key.arn,
    KeyMaterialId: key.current?.id,
  };
}

function encrypt(key: KmsKey, plaintext: Buffer, context: EncryptionContext = {}): string {
  const material = key.current && key.materialOf(key.current.id);
  if (!key.current || !material) throw new KmsError('KMSInvalidStateException', `${key.arn} is pending import.`);
  return seal({ keyId: key.id, materialId: key.current.id }, material.bytes, plaintext, context).toString('base64');
}

async function decrypt(
  request: Request,
  action: string,
  expected: string | undefined,
  context: EncryptionContext = {},
  destination?: KmsKey,
) {
  const { account, region, input } = request;
  const ciphertext = Buffer.from(input.CiphertextBlob ?? '', 'base64');
  const { keyId, materialId } = headerOf(ciphertext);
  const key = account.keys.list(region).find(({ id }) => id === keyId);
  if (!key) throw new KmsError('AccessDeniedException', UNKNOWN_CIPHERTEXT_KEY);
  if (expected !== undefined && account.keys.find(region, expected) !== key) {
    throw new KmsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  }
  const same: ConditionKeys = destination ? { 'kms:ReEncryptOnSameKey': String(key === destination) } : {};
  await requireUse(request, action, key, context, same);
  const material = key.materialOf(materialId);
  if (!material) throw new KmsError('InvalidCiphertextException');
  return { key, materialId, plaintext: open(ciphertext, material.bytes, context) };
}

async function requireUse(
  request: Request,
  action: string,
  key: KmsKey,
  context: EncryptionContext = {},
  more: ConditionKeys = {},
): Promise<void> {
  const conditions: ConditionKeys = { 'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT', ...more };
  for (const [name, value] of Object.entries(context)) conditions[`kms:EncryptionContext:${name}`] = value;
  if (Object.keys(context).length > 0) conditions['kms:EncryptionContextKeys'] = Object.keys(context);
  await request.require(action, key, conditions);
  key.requireState('Enabled');
  if (request.input.DryRun === true) {
    throw new KmsError('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.');
  }
}
