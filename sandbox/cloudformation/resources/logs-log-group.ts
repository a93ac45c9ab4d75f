import { madeUpName } from '../physical-name';
import type { ResourceType } from '../resource-type';

export const logsLogGroup: ResourceType = {
  understood: ['LogGroupName'],
  withoutEffect: {
    DeletionProtectionEnabled: 'logs end with the sandbox',
    LogGroupClass: 'changes what storage costs',
    RetentionInDays: 'logs end with the sandbox',
    Tags: 'nothing here looks at tags',
  },
  replacedBy: ['LogGroupName'],
  async create(resource, cloud) {
    const name = String(resource.properties.LogGroupName ?? madeUpName(resource, 512));
    cloud.logs.addGroup(name);
    return { ref: name, attributes: { Arn: `arn:aws:logs:${cloud.region}:${cloud.account}:log-group:${name}:*` } };
  },
  async update(_, __, ___, physical) {
    return physical;
  },
  async delete(_, cloud, physical) {
    cloud.logs.removeGroup(physical.ref);
  },
};
