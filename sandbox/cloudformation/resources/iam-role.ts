import { awsManagedPolicy } from '../../iam/aws-managed-policies';
import type { Policy, Role } from '../../iam/roles';
import type { Cloud } from '../cloud';
import { madeUpName } from '../physical-name';
import type { Properties, ResourceType } from '../resource-type';

function attach(role: Role, { Policies = [], ManagedPolicyArns = [] }: Properties): void {
  for (const arn of ManagedPolicyArns as string[]) role.policies.set(arn, awsManagedPolicy(arn));
  for (const { PolicyName, PolicyDocument } of Policies as Properties[]) {
    role.policies.set(String(PolicyName), PolicyDocument as Policy);
  }
}

const roleOf = (cloud: Cloud, name: string): Role => cloud.roles.named(name);

export const iamRole: ResourceType = {
  understood: ['RoleName', 'Path', 'AssumeRolePolicyDocument', 'Policies', 'ManagedPolicyArns'],
  withoutEffect: {
    Description: 'says nothing about what to create',
    MaxSessionDuration: 'credentials of the sandbox do not expire',
    Tags: 'nothing here looks at tags',
  },
  replacedBy: ['RoleName', 'Path'],
  async create(resource, cloud) {
    const { properties } = resource;
    const name = String(properties.RoleName ?? madeUpName(resource));
    const role = cloud.roles.add(
      `${String(properties.Path ?? '/').slice(1)}${name}`,
      properties.AssumeRolePolicyDocument as Policy,
    );
    attach(role, properties);
    return { ref: name, attributes: { Arn: role.arn, RoleId: madeUpName(resource).slice(-12) } };
  },
  async update({ properties }, cloud, before, physical) {
    const role = roleOf(cloud, physical.ref);
    role.trust = properties.AssumeRolePolicyDocument as Policy;
    for (const { PolicyName } of (before.properties.Policies ?? []) as { PolicyName: string }[]) {
      role.policies.delete(PolicyName);
    }
    for (const arn of (before.properties.ManagedPolicyArns ?? []) as string[]) role.policies.delete(arn);
    attach(role, properties);
    return physical;
  },
  async delete(_, cloud, physical) {
    cloud.roles.remove(String(physical.attributes.Arn));
  },
};
