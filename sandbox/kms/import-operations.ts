import { constants, privateDecrypt } from 'node:crypto';
import { IMPORT_TOKEN_HOURS, type ImportToken } from './import-tokens';
import { type KeyMaterial, keyMaterialId } from './key-material';
import { KmsError } from './kms-error';
import { type KmsKey } from './kms-key';
import { epoch, type Json, type Operations } from './operation';
import { WRAPPING_KEY_SPECS, WrappingKeys, type WrappingKeySpec } from './wrapping-keys';

const HOUR = 60 * 60 * 1000;
const MAX_EXPIRY = 365 * 24 * HOUR;
const OAEP_HASHES: Record<string, ImportToken['oaepHash'] | undefined> = {
  RSAES_OAEP_SHA_1: 'sha1',
  RSAES_OAEP_SHA_256: 'sha256',
};

const wrappingKeys = new WrappingKeys();

/** Bringing key material in, and taking it out again. */
export const importOperations: Operations = {
  GetParametersForImport: async request => {
    const { account, region, input } = request;
    const key = account.keys.findKey(region, input.KeyId);
    const { WrappingAlgorithm: algorithm, WrappingKeySpec: spec } = input;
    await request.require('kms:GetParametersForImport', key, {
      'kms:WrappingAlgorithm': algorithm,
      'kms:WrappingKeySpec': spec,
    });
    requireExternal(key);
    key.requireState('Enabled', 'Disabled', 'PendingImport');
    const oaepHash = OAEP_HASHES[algorithm];
    if (!oaepHash || !(spec in WRAPPING_KEY_SPECS)) {
      throw new KmsError(
        'UnsupportedOperationException',
        `${algorithm} with ${spec} cannot wrap the material of a SYMMETRIC_DEFAULT key`,
      );
    }
    const { publicKey, privateKey } = await wrappingKeys.next(spec as WrappingKeySpec);
    const validTo = new Date(account.now().getTime() + IMPORT_TOKEN_HOURS * HOUR);
    return {
      KeyId: key.arn,
      ImportToken: account.tokens.issue({ keyArn: key.arn, privateKey, oaepHash, validTo }),
      PublicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      ParametersValidTo: epoch(validTo),
    };
  },

  ImportKeyMaterial: async request => {
    const { account, region, input } = request;
    const key = account.keys.findKey(region, input.KeyId);
    const model: string = input.ExpirationModel ?? 'KEY_MATERIAL_EXPIRES';
    await request.require('kms:ImportKeyMaterial', key, {
      'kms:ExpirationModel': model,
      ...(input.ValidTo !== undefined && { 'kms:ValidTo': String(input.ValidTo) }),
    });
    requireExternal(key);
    key.requireState('Enabled', 'PendingImport');
    const validTo = expiryOf(model, input.ValidTo, account.now());
    const bytes = unwrap(
      input.EncryptedKeyMaterial,
      account.tokens.redeem(input.ImportToken ?? '', key, account.now()),
    );
    const material = associate(key, bytes, input);
    material.description = input.KeyMaterialDescription ?? material.description;
    key.storeMaterial(material.id, { bytes, validTo });
    key.enabled = true;
    settlePending(key);
    return { KeyId: key.arn, KeyMaterialId: material.id };
  },

  DeleteImportedKeyMaterial: async request => {
    const key = request.account.keys.findKey(request.region, request.input.KeyId);
    await request.require('kms:DeleteImportedKeyMaterial', key);
    requireExternal(key);
    const material = key.shared.materials.find(({ id }) => id === (request.input.KeyMaterialId ?? key.current?.id));
    if (!material) throw new KmsError('NotFoundException', `No such key material on ${key.arn}`);
    const members = material.state.startsWith('PENDING') && key.isPrimary ? [...key.shared.members.values()] : [key];
    members.forEach(member => member.dropMaterial(material.id));
    if (material.state.startsWith('PENDING') && key.isPrimary) {
      key.shared.materials.splice(key.shared.materials.indexOf(material), 1);
    }
    return { KeyId: key.arn, KeyMaterialId: material.id };
  },
};

function requireExternal(key: KmsKey): void {
  if (key.shared.origin !== 'EXTERNAL') {
    throw new KmsError(
      'UnsupportedOperationException',
      `${key.arn} origin is ${key.shared.origin} which is not valid for this operation.`,
    );
  }
}

function expiryOf(model: string, validTo: number | undefined, now: Date): Date | undefined {
  if (model === 'KEY_MATERIAL_DOES_NOT_EXPIRE') {
    if (validTo !== undefined) {
      throw new KmsError(
        'ValidationException',
        'ValidTo must not be set when ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE',
      );
    }
    return undefined;
  }
  if (validTo === undefined) {
    throw new KmsError(
      'ValidationException',
      'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES',
    );
  }
  const date = new Date(validTo * 1000);
  if (date <= now) throw new KmsError('ValidationException', 'ValidTo must be in the future');
  if (date.getTime() > now.getTime() + MAX_EXPIRY) {
    throw new KmsError('ValidationException', 'ValidTo must be within 365 days');
  }
  return date;
}

function unwrap(wrapped: string, { privateKey, oaepHash }: ImportToken): Buffer {
  let bytes: Buffer;
  try {
    bytes = privateDecrypt(
      { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash },
      Buffer.from(wrapped, 'base64'),
    );
  } catch {
    throw new KmsError('InvalidCiphertextException');
  }
  if (bytes.length !== 32) throw new KmsError('IncorrectKeyMaterialException', 'The key material is not 256 bits long');
  return bytes;
}

/** Finds or adds the material among those of the key, by the rules of `ImportType`. */
function associate(key: KmsKey, bytes: Buffer, { ImportType: asked, KeyMaterialId: expected }: Json): KeyMaterial {
  const { materials } = key.shared;
  const id = keyMaterialId(key.id, bytes);
  const known = materials.find(material => material.id === id);
  const type: string = asked ?? (materials.length === 0 ? 'NEW_KEY_MATERIAL' : 'EXISTING_KEY_MATERIAL');
  if (expected !== undefined && type === 'NEW_KEY_MATERIAL') {
    throw new KmsError('ValidationException', 'KeyMaterialId cannot be specified with NEW_KEY_MATERIAL');
  }
  if (type === 'EXISTING_KEY_MATERIAL') {
    if (!known || (expected !== undefined && expected !== id)) {
      throw new KmsError(
        'IncorrectKeyMaterialException',
        'The key material is not the one that was previously imported',
      );
    }
    return known;
  }
  if (!key.isPrimary) {
    throw new KmsError(
      'UnsupportedOperationException',
      `${key.arn} is a replica key: new key material goes into the primary key first`,
    );
  }
  if (known) {
    throw new KmsError('IncorrectKeyMaterialException', 'The key material is already associated with this key');
  }
  if (materials.some(({ state }) => state.startsWith('PENDING'))) {
    throw new KmsError('KMSInvalidStateException', `${key.arn} already has key material pending rotation.`);
  }
  const material: KeyMaterial = {
    id,
    state: materials.length === 0 ? 'CURRENT' : 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION',
  };
  materials.push(material);
  return material;
}

/** New material waits until the primary key and every replica have it; then it can be rotated to. */
function settlePending({ shared }: KmsKey): void {
  for (const material of shared.materials) {
    if (!material.state.startsWith('PENDING')) continue;
    const everywhere = [...shared.members.values()].every(member => member.materialOf(material.id));
    material.state = everywhere ? 'PENDING_ROTATION' : 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION';
  }
}
