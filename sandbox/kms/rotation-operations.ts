import { randomBytes } from 'node:crypto';
import { type KeyMaterial, keyMaterialId } from './key-material';
import { KmsError } from './kms-error';
import { type KmsKey } from './kms-key';
import { epoch, type Json, type Operations } from './operation';

const MAX_ON_DEMAND_ROTATIONS = 25;

/** Rotation on demand: to the pending material of a key with imported material, to fresh material otherwise. */
export const rotationOperations: Operations = {
  RotateKeyOnDemand: async request => {
    const key = request.account.keys.findKey(request.region, request.input.KeyId);
    await request.require('kms:RotateKeyOnDemand', key);
    key.requireState('Enabled');
    if (!key.isPrimary) {
      throw new KmsError('UnsupportedOperationException', `${key.arn} is a replica key: rotate the primary key`);
    }
    const { materials } = key.shared;
    if (materials.filter(({ rotationType }) => rotationType).length >= MAX_ON_DEMAND_ROTATIONS) {
      throw new KmsError(
        'LimitExceededException',
        `${key.arn} has reached the limit of ${MAX_ON_DEMAND_ROTATIONS} on-demand rotations.`,
      );
    }
    const next = pendingMaterial(key);
    materials.filter(({ state }) => state === 'CURRENT').forEach(material => (material.state = 'NON_CURRENT'));
    Object.assign(next, {
      state: 'CURRENT',
      rotationDate: request.account.now(),
      rotationType: 'ON_DEMAND',
    } satisfies Partial<KeyMaterial>);
    return { KeyId: key.id };
  },

  ListKeyRotations: async request => {
    const key = request.account.keys.findKey(request.region, request.input.KeyId);
    await request.require('kms:ListKeyRotations', key);
    const all = request.input.IncludeKeyMaterial === 'ALL_KEY_MATERIAL';
    const listed = key.shared.materials
      .filter(({ rotationDate }) => all || rotationDate)
      .map(material => entryOf(key, material));
    const start = Number(request.input.Marker ?? 0);
    const end = start + (request.input.Limit ?? 100);
    return {
      Rotations: listed.slice(start, end),
      Truncated: end < listed.length,
      ...(end < listed.length && { NextMarker: String(end) }),
    };
  },

  GetKeyRotationStatus: async request => {
    const key = request.account.keys.findKey(request.region, request.input.KeyId);
    await request.require('kms:GetKeyRotationStatus', key);
    return { KeyId: key.arn, KeyRotationEnabled: false };
  },
};

function pendingMaterial(key: KmsKey): KeyMaterial {
  const { materials, origin, id } = key.shared;
  if (origin === 'AWS_KMS') {
    const bytes = randomBytes(32);
    const material: KeyMaterial = { id: keyMaterialId(id, bytes), state: 'PENDING_ROTATION' };
    key.shared.members.forEach(member => member.storeMaterial(material.id, { bytes }));
    materials.push(material);
    return material;
  }
  const pending = materials.find(({ state }) => state === 'PENDING_ROTATION');
  if (!pending || [...key.shared.members.values()].some(member => !member.materialOf(pending.id))) {
    throw new KmsError(
      'KMSInvalidStateException',
      `${key.arn} has no key material that is pending rotation and imported in every Region.`,
    );
  }
  return pending;
}

function entryOf(key: KmsKey, { id, state, description, rotationDate, rotationType }: KeyMaterial): Json {
  const stored = key.materialOf(id);
  return {
    KeyId: key.id,
    KeyMaterialId: id,
    KeyMaterialState: state,
    ...(rotationDate && { RotationDate: epoch(rotationDate), RotationType: rotationType }),
    ...(key.shared.origin === 'EXTERNAL' && {
      ImportState: stored ? 'IMPORTED' : 'PENDING_IMPORT',
      ...(description && { KeyMaterialDescription: description }),
      ...(stored && { ExpirationModel: stored.validTo ? 'KEY_MATERIAL_EXPIRES' : 'KEY_MATERIAL_DOES_NOT_EXPIRE' }),
      ...(stored?.validTo && { ValidTo: epoch(stored.validTo) }),
    }),
  };
}
