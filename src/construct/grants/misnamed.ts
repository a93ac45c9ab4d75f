import { Stack } from 'aws-cdk-lib';
import type { Grantee } from './grantee';
import { FinalApp } from '../final/final-app';
import { cfnRoleOf, namingOf } from '../names/role-arn';

/** The roles that were granted to and stand in their template under another name or path than in the policies. */
export function findMisnamed(grantees: readonly Grantee[]): string[] {
  const found = grantees.flatMap(grantee => {
    const role = cfnRoleOf(grantee.reference);
    if (role === undefined) return [];
    const { Path = '/', RoleName } = FinalApp.of(role).declarationOf(role).Properties ?? {};
    const [wanted, got] = [
      Stack.of(role).resolve(namingOf(role)) as { Path: unknown; RoleName: unknown },
      { Path, RoleName },
    ];
    const isSame = (['Path', 'RoleName'] as const).every(
      name => JSON.stringify(wanted[name]) === JSON.stringify(got[name]),
    );
    return isSame && RoleName !== undefined
      ? []
      : [
          `'${role.node.path}' must keep the name and path by which a grant names it, ${grantee.arn()}, got name ${JSON.stringify(RoleName)} and path ${JSON.stringify(Path)}`,
        ];
  });
  return [...new Set(found)];
}
