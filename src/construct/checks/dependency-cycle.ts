import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { graphOf, neededBy, type ResourceGraph } from './resource-graph';

/**
 * A circle of resources through the construct, which CloudFormation would refuse: it says only that there is one. A
 * role that the policy of the key names and that waits for the construct makes one, for instance.
 */
export function findCycle(scope: IConstruct): string[] {
  const graph = graphOf(Stack.of(scope));
  for (const resource of scope.node.findAll().filter(CfnResource.isCfnResource)) {
    const cycle = visit(graph, resource, []);
    if (cycle) return [messageOf(cycle)];
  }
  return [];
}

function visit(graph: ResourceGraph, resource: CfnResource, path: readonly CfnResource[]): CfnResource[] | undefined {
  const start = path.indexOf(resource);
  if (start >= 0) return [...path.slice(start), resource];
  if (graph.visited.has(resource)) return undefined;
  graph.visited.add(resource);
  for (const next of neededBy(graph, resource)) {
    const cycle = visit(graph, next, [...path, resource]);
    if (cycle) return cycle;
  }
  return undefined;
}

function messageOf(cycle: readonly CfnResource[]): string {
  const paths = cycle.map(({ node }) => node.path).join(' > ');
  return `'${cycle[0]!.node.path}' must not wait for itself: ${paths}; name a role by its ARN as a text, or use a grant, and let nothing that the key policy names depend on the construct`;
}
