import { namesIn } from './dependencies';
import type { Template } from './template';

/** @throws if a resource of the template names or depends on something that the template doesn't have */
export function requireResolvedNames({ Resources = {}, Parameters = {} }: Template): void {
  const isKnown = (name: string): boolean =>
    name.startsWith('AWS::') || [Resources, Parameters].some(section => Object.hasOwn(section, name));
  const named = Object.values(Resources).flatMap(({ DependsOn = [], Properties }) => [
    ...[DependsOn].flat(),
    ...namesIn(Properties),
  ]);
  const unknown = [...new Set(named)].filter(name => !isKnown(name));
  if (unknown.length === 0) return;
  throw new Error(
    `Template format error: Unresolved resource dependencies [${unknown.join(', ')}] in the Resources block of the template`,
  );
}
