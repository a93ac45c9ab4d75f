import { CreateAliasCommand, DeleteAliasCommand, UpdateAliasCommand } from '@aws-sdk/client-kms';
import { kmsOf } from '../clients';
import type { Properties, ResourceType } from '../resource-type';

const keyOf = ({ TargetKeyId }: Properties): string => String(TargetKeyId);

export const kmsAlias: ResourceType = {
  understood: ['AliasName', 'TargetKeyId'],
  replacedBy: ['AliasName'],
  async create({ properties }, cloud) {
    const AliasName = String(properties.AliasName);
    await kmsOf(cloud).send(new CreateAliasCommand({ AliasName, TargetKeyId: keyOf(properties) }));
    return { ref: AliasName, attributes: {} };
  },
  async update({ properties }, cloud, _, physical) {
    await kmsOf(cloud).send(new UpdateAliasCommand({ AliasName: physical.ref, TargetKeyId: keyOf(properties) }));
    return physical;
  },
  async delete(_, cloud, physical) {
    await kmsOf(cloud).send(new DeleteAliasCommand({ AliasName: physical.ref }));
  },
};
