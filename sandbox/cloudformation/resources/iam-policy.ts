import type { Policy } from '../../iam/roles';
import type { Cloud } from '../cloud';
import { madeUpName } from '../physical-name';
import type { Properties, ResourceType } from '../resource-type';

function attach(key: string, { Roles = [], PolicyDocument }: Properties, cloud: Cloud): void {
  for (const name of Roles as string[]) cloud.roles.named(name).policies.set(key, PolicyDocument as Policy);
}

function detach(key: string, { Roles = [] }: Properties, cloud: Cloud): void {
  for (const name of Roles as string[]) cloud.roles.named(name).policies.delete(key);
}

/** A policy that is attached to roles, under a name or under an ARN. */
function policyType(nameProperty: string, keyOf: (name: string, cloud: Cloud) => string): ResourceType {
  return {
    understood: [nameProperty, 'Path', 'PolicyDocument', 'Roles'],
    withoutEffect: { Description: 'says nothing about what to create', Groups: 'the account has no users' },
    replacedBy: [nameProperty, 'Path', 'Description'],
    async create(resource, cloud) {
      const key = keyOf(
        `${String(resource.properties.Path ?? '/').slice(1)}${String(resource.properties[nameProperty] ?? madeUpName(resource, 128))}`,
        cloud,
      );
      attach(key, resource.properties, cloud);
      return { ref: key, attributes: { PolicyArn: key, Id: key } };
    },
    async update({ properties }, cloud, before, physical) {
      detach(physical.ref, before.properties, cloud);
      attach(physical.ref, properties, cloud);
      return physical;
    },
    async delete({ properties }, cloud, physical) {
      detach(physical.ref, properties, cloud);
    },
  };
}

export const iamManagedPolicy = policyType(
  'ManagedPolicyName',
  (name, { account }) => `arn:aws:iam::${account}:policy/${name}`,
);

export const iamPolicy = policyType('PolicyName', name => name);
