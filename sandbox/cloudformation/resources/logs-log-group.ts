import type { DeployerCloud } from '../clients';
import { madeUpName } from '../physical-name';
import type { Resource, ResourceType } from '../resource-type';

function keep(name: string, { properties }: Resource, { logs }: DeployerCloud): void {
  if (properties.RetentionInDays === undefined) logs.retention.delete(name);
  else logs.retention.set(name, Number(properties.RetentionInDays));
}

export const logsLogGroup: ResourceType = {
  understood: ['LogGroupName', 'RetentionInDays'],
  withoutEffect: {
    DeletionProtectionEnabled: 'logs end with the sandbox',
    LogGroupClass: 'changes what storage costs',
    Tags: 'nothing here looks at tags',
  },
  replacedBy: ['LogGroupName'],
  async create(resource, cloud) {
    const name = String(resource.properties.LogGroupName ?? madeUpName(resource, 512));
    cloud.logs.addGroup(name);
    keep(name, resource, cloud);
    return { ref: name, attributes: { Arn: `arn:aws:logs:${cloud.region}:${cloud.account}:log-group:${name}:*` } };
  },
  async update(resource, cloud, _, physical) {
    if (!cloud.logs.names.includes(physical.ref)) cloud.logs.addGroup(physical.ref); // somebody deleted it
    keep(physical.ref, resource, cloud);
    return physical;
  },
  async delete(_, cloud, physical) {
    cloud.logs.removeGroup(physical.ref);
  },
};
