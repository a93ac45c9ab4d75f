import { type CfnElement, CfnResource, type Stack } from 'aws-cdk-lib';

/** The resources of a stack, and what each of them waits for. */
export interface ResourceGraph {
  readonly stack: Stack;
  readonly size: number;
  readonly byId: ReadonlyMap<string, CfnResource>;
  /** What was looked at, and is on no circle. */
  readonly visited: Set<CfnResource>;
}

/** One for all constructs of a stack, as long as nothing is added to it. */
const graphs = new WeakMap<Stack, ResourceGraph>();

export function graphOf(stack: Stack): ResourceGraph {
  const nodes = stack.node.findAll();
  const known = graphs.get(stack);
  if (known?.size === nodes.length) return known;
  const resources = nodes.filter(CfnResource.isCfnResource).filter(node => node.stack === stack);
  const byId = new Map(resources.map(node => [stack.resolve(node.logicalId) as string, node]));
  const graph = { stack, size: nodes.length, byId, visited: new Set<CfnResource>() };
  graphs.set(stack, graph);
  return graph;
}

/** What a resource waits for, by reference or by dependency. */
export function neededBy({ byId, stack }: ResourceGraph, resource: CfnResource): CfnResource[] {
  const template = stack.resolve((resource as unknown as Rendered)._toCloudFormation());
  return idsOf(template).flatMap(id => byId.get(id) ?? []);
}

/** Whether a resource waits for another one, however many are between them. */
export function waitsForResource(graph: ResourceGraph, resource: CfnResource, other: CfnResource): boolean {
  const seen = new Set([resource]);
  for (const one of seen) {
    if (one === other) return true;
    for (const next of neededBy(graph, one)) seen.add(next);
  }
  return false;
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
