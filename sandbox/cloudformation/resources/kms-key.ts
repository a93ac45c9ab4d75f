import { CreateKeyCommand, PutKeyPolicyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { kmsOf } from '../clients';
import type { ResourceType } from '../resource-type';

export const kmsKey: ResourceType = {
  understood: ['Description', 'KeyPolicy', 'MultiRegion', 'Origin', 'PendingWindowInDays'],
  withoutEffect: {
    Enabled: 'a key is enabled unless somebody disables it, by an operation of its own',
    EnableKeyRotation: 'nothing here rotates by itself',
    Tags: 'nothing here looks at tags',
  },
  replacedBy: ['MultiRegion', 'Origin'],
  async create({ properties }, cloud) {
    const { KeyMetadata } = await kmsOf(cloud).send(
      new CreateKeyCommand({
        Description: properties.Description as string | undefined,
        Policy: JSON.stringify(properties.KeyPolicy),
        MultiRegion: properties.MultiRegion as boolean | undefined,
        Origin: properties.Origin,
      }),
    );
    const { Arn, KeyId } = KeyMetadata!;
    return { ref: KeyId!, attributes: { Arn, KeyId } };
  },
  async update({ properties }, cloud, _, physical) {
    await kmsOf(cloud).send(
      new PutKeyPolicyCommand({ KeyId: physical.ref, Policy: JSON.stringify(properties.KeyPolicy) }),
    );
    return physical;
  },
  async delete({ properties }, cloud, physical) {
    const { PendingWindowInDays = 30 } = properties;
    await kmsOf(cloud).send(new ScheduleKeyDeletionCommand({ KeyId: physical.ref, PendingWindowInDays }));
  },
};
