/**
 * The circles of a graph: each a set of nodes from each of which one can go to every other and come back. Tarjan's
 * algorithm.
 */
export function circlesOf(graph: ReadonlyMap<string, Iterable<string>>): string[][] {
  const found: string[][] = [];
  const numbers = new Map<string, number>();
  const path: string[] = [];

  /** Returns the lowest number that can be reached from a node along the path. */
  function visit(node: string): number {
    const number = numbers.size;
    numbers.set(node, number);
    path.push(node);
    let lowest = number;
    for (const next of graph.get(node) ?? []) {
      if (!numbers.has(next)) lowest = Math.min(lowest, visit(next));
      else if (path.includes(next)) lowest = Math.min(lowest, numbers.get(next)!);
    }
    if (lowest === number) {
      const circle = path.splice(path.indexOf(node));
      if (circle.length > 1) found.push(circle.sort());
    }
    return lowest;
  }

  for (const node of graph.keys()) if (!numbers.has(node)) visit(node);
  return found;
}
