import { intrinsicIn } from './intrinsics';
import type { ResourceDeclaration } from './template';

/** The logical ids and parameters that a value of the template names. */
export function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  const intrinsic = intrinsicIn(value);
  const argument = intrinsic === undefined ? undefined : (value as Record<string, unknown>)[intrinsic];
  switch (intrinsic) {
    case 'Ref':
      return [argument as string];
    case 'Fn::GetAtt':
      return [typeof argument === 'string' ? argument.split('.')[0] : (argument as string[])[0]];
    case 'Fn::Sub': {
      const [template, values] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, object];
      const named = [...template.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => name.split('.')[0]);
      return [...named.filter(name => !Object.hasOwn(values, name)), ...namesIn(values)];
    }
    default:
      return Object.values(value).flatMap(namesIn);
  }
}

/**
 * The resources in the order in which they can be created.
 *
 * @throws if they depend on each other in a circle
 */
export function inDependencyOrder(resources: Readonly<Record<string, ResourceDeclaration>>): string[] {
  const ordered: string[] = [];
  const visit = (logicalId: string, path: readonly string[]): void => {
    if (ordered.includes(logicalId)) return;
    if (path.includes(logicalId)) {
      throw new Error(`resources depend on each other in a circle: ${[...path, logicalId].join(' -> ')}`);
    }
    const { Properties, DependsOn = [] } = resources[logicalId];
    const needed = [...[DependsOn].flat(), ...namesIn(Properties)].filter(name => Object.hasOwn(resources, name));
    for (const name of needed) visit(name, [...path, logicalId]);
    ordered.push(logicalId);
  };
  for (const logicalId of Object.keys(resources)) visit(logicalId, []);
  return ordered;
}
