import { randomBytes, randomUUID } from 'node:crypto';
import { keyMaterialId } from './key-material';
import { KmsError } from './kms-error';
import { KmsKey, type SharedProperties, type Tag } from './kms-key';
import { epoch, type Json, type Operations } from './operation';
import { defaultPolicy, validatePolicy } from './policy-operations';

const DAY = 24 * 60 * 60 * 1000;

/** Creating a key, describing it, and its way to deletion. */
export const keyOperations: Operations = {
  CreateKey: async request => {
    const { account, region, input } = request;
    const {
      Origin: origin = 'AWS_KMS',
      KeySpec: keySpec = 'SYMMETRIC_DEFAULT',
      MultiRegion: multiRegion = false,
    } = input;
    if (keySpec !== 'SYMMETRIC_DEFAULT' || !['AWS_KMS', 'EXTERNAL'].includes(origin)) {
      throw new KmsError(
        'UnsupportedOperationException',
        'The sandbox knows symmetric keys of origin AWS_KMS and EXTERNAL only',
      );
    }
    await request.require('kms:CreateKey', '*', {
      'kms:KeyOrigin': origin,
      'kms:KeySpec': keySpec,
      'kms:KeyUsage': 'ENCRYPT_DECRYPT',
      'kms:MultiRegion': String(multiRegion),
      'kms:BypassPolicyLockoutSafetyCheck': String(input.BypassPolicyLockoutSafetyCheck ?? false),
    });
    const id = multiRegion ? `mrk-${randomBytes(16).toString('hex')}` : randomUUID();
    const arn = `arn:aws:kms:${region}:${account.id}:key/${id}`;
    if (input.Policy !== undefined) await validatePolicy(request, arn, input.Policy);
    const shared: SharedProperties = {
      id,
      origin,
      multiRegion,
      materials: [],
      primaryRegion: region,
      members: new Map(),
    };
    const key = new KmsKey({
      shared,
      account: account.id,
      region,
      policy: input.Policy ?? defaultPolicy(account.id),
      description: input.Description ?? '',
      created: account.now(),
      now: account.now,
    });
    for (const { TagKey, TagValue } of (input.Tags ?? []) as Tag[]) key.tags.set(TagKey, TagValue);
    if (origin === 'AWS_KMS') {
      const bytes = randomBytes(32);
      const material = { id: keyMaterialId(id, bytes), state: 'CURRENT' as const };
      shared.materials.push(material);
      key.storeMaterial(material.id, { bytes });
    }
    account.keys.add(key);
    return { KeyMetadata: metadataOf(key) };
  },

  DescribeKey: async request => {
    const key = request.account.keys.find(request.region, request.input.KeyId);
    await request.require('kms:DescribeKey', key);
    return { KeyMetadata: metadataOf(key) };
  },

  GetKeyLastUsage: async request => {
    const key = request.account.keys.findKey(request.region, request.input.KeyId);
    await request.require('kms:GetKeyLastUsage', key);
    const { lastUse, created } = key;
    return {
      KeyId: key.arn,
      ...(lastUse && { KeyLastUsage: { Operation: lastUse.operation, Timestamp: epoch(lastUse.at) } }),
      TrackingStartDate: epoch(created),
      KeyCreationDate: epoch(created),
    };
  },

  ListKeys: async request => {
    await request.require('kms:ListKeys', '*');
    return {
      Keys: request.account.keys.list(request.region).map(key => ({ KeyId: key.id, KeyArn: key.arn })),
      Truncated: false,
    };
  },

  EnableKey: async request => {
    const key = request.account.keys.findKey(request.region, request.input.KeyId);
    await request.require('kms:EnableKey', key);
    key.requireState('Enabled', 'Disabled');
    key.enabled = true;
  },

  DisableKey: async request => {
    const key = request.account.keys.findKey(request.region, request.input.KeyId);
    await request.require('kms:DisableKey', key);
    key.requireState('Enabled', 'Disabled');
    key.enabled = false;
  },

  UpdateKeyDescription: async request => {
    const key = request.account.keys.findKey(request.region, request.input.KeyId);
    await request.require('kms:UpdateKeyDescription', key);
    key.requireState('Enabled', 'Disabled', 'PendingImport');
    key.description = request.input.Description;
  },

  ScheduleKeyDeletion: async request => {
    const { account, region, input } = request;
    const key = account.keys.findKey(region, input.KeyId);
    const days: number = input.PendingWindowInDays ?? 30;
    if (days < 7 || days > 30) {
      throw new KmsError('ValidationException', `Invalid PendingWindowInDays ${days}: must be from 7 to 30`);
    }
    await request.require('kms:ScheduleKeyDeletion', key, {
      'kms:ScheduleKeyDeletionPendingWindowInDays': String(days),
    });
    key.requireState('Enabled', 'Disabled', 'PendingImport');
    key.deletionDate = new Date(account.now().getTime() + days * DAY);
    return { KeyId: key.arn, DeletionDate: epoch(key.deletionDate), KeyState: key.state, PendingWindowInDays: days };
  },

  CancelKeyDeletion: async request => {
    const key = request.account.keys.findKey(request.region, request.input.KeyId);
    await request.require('kms:CancelKeyDeletion', key);
    key.requireState('PendingDeletion');
    key.deletionDate = undefined;
    key.enabled = false;
    return { KeyId: key.arn };
  },
};

/** The metadata of a key as `DescribeKey`, `CreateKey` and `ReplicateKey` answer it. */
export function metadataOf(key: KmsKey): Json {
  const { shared } = key;
  const imported = shared.origin === 'EXTERNAL' && key.importedMaterials().length > 0;
  const nameOf = ({ arn, region }: KmsKey) => ({ Arn: arn, Region: region });
  const members = [...shared.members.values()];
  return {
    AWSAccountId: key.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: epoch(key.created),
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: key.state,
    ...(key.deletionDate && { DeletionDate: epoch(key.deletionDate) }),
    ...(imported && { ExpirationModel: key.validTo ? 'KEY_MATERIAL_EXPIRES' : 'KEY_MATERIAL_DOES_NOT_EXPIRE' }),
    ...(imported && key.validTo && { ValidTo: epoch(key.validTo) }),
    Origin: shared.origin,
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    ...(key.current && key.state !== 'PendingImport' && { CurrentKeyMaterialId: key.current.id }),
    MultiRegion: shared.multiRegion,
    ...(shared.multiRegion && {
      MultiRegionConfiguration: {
        MultiRegionKeyType: key.isPrimary ? 'PRIMARY' : 'REPLICA',
        PrimaryKey: members.filter(({ isPrimary }) => isPrimary).map(nameOf)[0],
        ReplicaKeys: members.filter(({ isPrimary }) => !isPrimary).map(nameOf),
      },
    }),
  };
}
