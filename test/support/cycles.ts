type Resources = Readonly<Record<string, { readonly DependsOn?: string | readonly string[] }>>;

/**
 * The first circle of a template's resources over `DependsOn`, `Ref`, `Fn::GetAtt` and `Fn::Sub`; none if it has none.
 */
export function findCycle(template: { readonly Resources?: object }): string[] | undefined {
  const resources = (template.Resources ?? {}) as Resources;
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const next of neededBy(resources[id]!).filter(needed => needed in resources)) {
      const cycle = visit(next, [...path, id]);
      if (cycle) return cycle;
    }
    done.add(id);
    return undefined;
  };
  for (const id of Object.keys(resources)) {
    const cycle = visit(id, []);
    if (cycle) return cycle;
  }
  return undefined;
}

/** The ids that a resource waits for. */
export function neededBy(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]): string[] => {
    if (name === 'Ref' && typeof inner === 'string') return [inner];
    if (name === 'DependsOn') return [inner].flat();
    if (name === 'Fn::GetAtt') return [[inner].flat()[0]];
    if (name === 'Fn::Sub') return [...String([inner].flat()[0]).matchAll(/\$\{([^.}!]+)/g)].map(([, id]) => id!);
    return neededBy(inner);
  });
}
