import { metadataOf } from './key-operations';
import { KmsError } from './kms-error';
import { KmsKey, type Tag } from './kms-key';
import { type Operations } from './operation';
import { defaultPolicy, validatePolicy } from './policy-operations';

/**
 * Copying a multi-Region key to another Region: its id and material ids go along, imported material and the policy do
 * not.
 */
export const replicaOperations: Operations = {
  ReplicateKey: async request => {
    const { account, region, input } = request;
    const primary = account.keys.findKey(region, input.KeyId);
    await request.require('kms:ReplicateKey', primary, { 'kms:ReplicaRegion': input.ReplicaRegion });
    if (!primary.shared.multiRegion || !primary.isPrimary) {
      throw new KmsError('UnsupportedOperationException', `${primary.arn} is not a multi-Region primary key.`);
    }
    primary.requireState('Enabled');
    const arn = primary.arn.replace(`:${region}:`, `:${input.ReplicaRegion}:`);
    if (primary.shared.members.has(input.ReplicaRegion)) {
      throw new KmsError('AlreadyExistsException', `Key ${arn} already exists`);
    }
    if (input.Policy !== undefined) await validatePolicy(request, arn, input.Policy);
    const replica = new KmsKey({
      shared: primary.shared,
      account: account.id,
      region: input.ReplicaRegion,
      policy: input.Policy ?? defaultPolicy(account.id),
      description: input.Description ?? '',
      created: account.now(),
      now: account.now,
    });
    for (const { TagKey, TagValue } of (input.Tags ?? []) as Tag[]) replica.tags.set(TagKey, TagValue);
    if (primary.shared.origin === 'AWS_KMS') copyMaterial(primary, replica);
    account.keys.add(replica);
    return { ReplicaKeyMetadata: metadataOf(replica), ReplicaPolicy: replica.policy, ReplicaTags: input.Tags ?? [] };
  },
};

function copyMaterial(primary: KmsKey, replica: KmsKey): void {
  for (const { id } of primary.shared.materials) {
    const stored = primary.materialOf(id);
    if (stored) replica.storeMaterial(id, stored);
  }
}
