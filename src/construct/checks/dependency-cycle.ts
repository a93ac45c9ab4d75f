import { type CfnElement, CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

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

function visit(graph: Graph, resource: CfnResource, path: readonly CfnResource[]): CfnResource[] | undefined {
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

interface Graph {
  readonly stack: Stack;
  readonly size: number;
  readonly byId: ReadonlyMap<string, CfnResource>;
  /** What was looked at, and is on no circle. */
  readonly visited: Set<CfnResource>;
}

/** One for all constructs of a stack, as long as nothing is added to it. */
const graphs = new WeakMap<Stack, Graph>();

function graphOf(stack: Stack): Graph {
  const nodes = stack.node.findAll();
  const known = graphs.get(stack);
  if (known?.size === nodes.length) return known;
  const resources = nodes.filter(CfnResource.isCfnResource).filter(node => node.stack === stack);
  const byId = new Map(resources.map(node => [stack.resolve(node.logicalId) as string, node]));
  const graph = { stack, size: nodes.length, byId, visited: new Set<CfnResource>() };
  graphs.set(stack, graph);
  return graph;
}

function messageOf(cycle: readonly CfnResource[]): string {
  const paths = cycle.map(({ node }) => node.path).join(' > ');
  return `'${cycle[0]!.node.path}' must not wait for itself: ${paths}; name a role by its ARN as a text, or use a grant, and let nothing that the key policy names depend on the construct`;
}

function neededBy({ byId, stack }: Graph, resource: CfnResource): CfnResource[] {
  const template = stack.resolve((resource as unknown as Rendered)._toCloudFormation());
  return idsOf(template).flatMap(id => byId.get(id) ?? []);
}

/** What every element of a stack has, and CDK keeps to itself. */
interface Rendered extends Pick<CfnElement, 'logicalId'> {
  _toCloudFormation(): object;
}

function idsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]): string[] => {
    if (name === 'Ref' && typeof inner === 'string') return [inner];
    if (name === 'DependsOn') return [inner].flat();
    if (name === 'Fn::GetAtt') return [[inner].flat()[0]];
    return idsOf(inner);
  });
}
