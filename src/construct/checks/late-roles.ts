import { type CfnResource, Stage } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { graphOf, waitsForResource } from './resource-graph';
import { FinalApp } from '../final/final-app';
import { topLevelStackOf, waitsFor } from '../names/literal-elsewhere';
import { literalRoleArn } from '../names/role-arn';

/**
 * The roles that policies name as principals by their ARN as a text, and that the app makes at the same time or later.
 * AWS takes no policy whose principal does not exist: the first deployment would fail.
 *
 * @param named the ARNs, each with what names it
 * @param first what the deployment makes first of all that names them
 */
export function findLateRoles(scope: IConstruct, named: ReadonlyMap<string, string>, first: CfnResource): string[] {
  const names = new Set([...named.keys()].map(arn => arn.split('/').at(-1)));
  const isNamed = (node: CfnResource): node is CfnRole => node instanceof CfnRole && names.has(node.roleName);
  return FinalApp.of(scope)
    .resources.filter(isNamed) // before it is resolved
    .flatMap(role => {
      const arn = literalRoleArn(role)?.();
      const by = arn && named.get(arn);
      return by && isLate(role, first)
        ? [
            `'${by}' must be a role that exists before the policies name it, got "${arn}", which '${role.node.path}' makes later: give the 'roleArn' of that role, or put its stack first`,
          ]
        : [];
    });
}

/**
 * The roles that facts name in props of the name `…RoleArns`, each with its place.
 *
 * @param given what the user gave: the facts have those of grants, too
 */
export function namedRoles(facts: object, given: object): Map<string, string> {
  const lists = Object.entries(facts).filter(([prop]) => prop.endsWith('RoleArns')) as [string, string[]][];
  const named = new Map<string, string>();
  for (const [prop, arns] of lists) {
    const count = (given as Record<string, string[] | undefined>)[prop]?.length ?? 0;
    arns.forEach((arn, index) => {
      if (!named.has(arn)) named.set(arn, index < count ? `${prop}[${index}]` : 'grantee');
    });
  }
  return named;
}

/** Whether it is certain that a role comes later, or may do so. */
function isLate(role: CfnRole, first: CfnResource): boolean {
  if (role.stack === first.stack) return !waitsForResource(graphOf(first.stack), first, role);
  const [its, own] = [topLevelStackOf(role), topLevelStackOf(first)];
  return its !== own && Stage.of(its) === Stage.of(own) && !waitsFor(own, its);
}
