import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { PhysicalNames } from '../names/physical-names';
import { literalRoleArn } from '../names/role-arn';

/**
 * The roles of the construct that an Aspect or an override renamed or moved: the policies name them as they were.
 *
 * @param owners what has a role among its children: the writer's is in the construct, the manager's in the stack
 */
export function findRenamedRoles(owners: readonly (IConstruct | undefined)[], names: PhysicalNames): string[] {
  const named = [names.writerRoleArn, names.policyManagerRoleArn];
  return owners
    .flatMap(owner => owner?.node.findAll() ?? [])
    .filter((node): node is CfnRole => node instanceof CfnRole)
    .map(role => [role.node.path, literalRoleArn(role)?.()] as const)
    .filter(([, arn]) => arn !== undefined && !named.includes(arn))
    .map(
      ([path, arn]) =>
        `'${path}' must keep its name and path, which the policies name, got ${arn}; use 'roleNamePrefix' and 'rolePath'`,
    );
}
