import type { CfnResource, Stack } from 'aws-cdk-lib';
import { FinalApp } from '../final/final-app';

/** The resources of a stack, and what each of them waits for. */
export interface ResourceGraph {
  readonly app: FinalApp;
  readonly byId: ReadonlyMap<string, CfnResource>;
  /** What was looked at, and is on no circle. */
  readonly visited: Set<CfnResource>;
}

/** One for all constructs of a stack. */
const graphs = new WeakMap<FinalApp, Map<Stack, ResourceGraph>>();

export function graphOf(stack: Stack): ResourceGraph {
  const app = FinalApp.of(stack);
  const ofApp = graphs.get(app) ?? new Map<Stack, ResourceGraph>();
  graphs.set(app, ofApp);
  const graph = ofApp.get(stack) ?? newGraph(app, stack);
  ofApp.set(stack, graph);
  return graph;
}

function newGraph(app: FinalApp, stack: Stack): ResourceGraph {
  const resources = app.resources.filter(resource => resource.stack === stack);
  const byId = new Map(resources.map(resource => [stack.resolve(resource.logicalId) as string, resource]));
  return { app, byId, visited: new Set() };
}

/** What a resource waits for, by reference or by dependency. */
export function neededBy({ app, byId }: ResourceGraph, resource: CfnResource): CfnResource[] {
  return idsOf(app.declarationOf(resource)).flatMap(id => byId.get(id) ?? []);
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

function idsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]): string[] => {
    if (name === 'Ref' && typeof inner === 'string') return [inner];
    if (name === 'DependsOn') return [inner].flat();
    if (name === 'Fn::GetAtt') return [String([inner].flat()[0]).split('.')[0]!];
    return idsOf(inner);
  });
}
