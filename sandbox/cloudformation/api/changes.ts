import { isDeepStrictEqual } from 'node:util';
import type { Fields } from '../../gateway/operations';
import { namesIn } from '../dependencies';
import { resourceType } from '../resource-types';
import type { Stack, StackRequest } from '../stack';
import type { ResourceDeclaration } from '../template';

/** What a request would do to the resources of a stack, as a change set lists it. */
export function changesOf(
  stack: Stack,
  { template: { Resources = {} }, values = {}, imports }: StackRequest,
): Fields[] {
  const { existing, request: former } = stack;
  const changedParameters = Object.keys(values).filter(name => former?.values?.[name] !== values[name]);
  const replaced = new Set<string>();
  const changes = Object.entries(Resources).flatMap(([logicalId, declaration]): Fields[] => {
    const before = existing.get(logicalId);
    const change = { LogicalResourceId: logicalId, ResourceType: declaration.Type, Scope: [], Details: [] };
    const found = imports?.get(logicalId);
    if (found !== undefined) return [{ Action: 'Import', ...change, PhysicalResourceId: found.ref }];
    if (before === undefined) return [{ Action: 'Add', ...change }];
    const names = differing(before.declaration, declaration);
    const touched = namesIn(declaration.Properties).some(
      name => changedParameters.includes(name) || replaced.has(name),
    );
    if (names.length === 0 && !touched && isSame(before.declaration, declaration)) return [];
    const isReplaced =
      before.declaration.Type !== declaration.Type ||
      names.some(name => resourceType(declaration.Type, logicalId).replacedBy?.includes(name));
    if (isReplaced) replaced.add(logicalId);
    const Details = names.map(Name => ({
      Target: { Attribute: 'Properties', Name, RequiresRecreation: isReplaced ? 'Always' : 'Never' },
      Evaluation: 'Static',
      ChangeSource: 'DirectModification',
    }));
    const Replacement = isReplaced ? 'True' : touched ? 'Conditional' : 'False';
    const Scope = names.length > 0 || touched ? ['Properties'] : ['Metadata'];
    return [{ Action: 'Modify', ...change, PhysicalResourceId: before.physical.ref, Replacement, Scope, Details }];
  });
  const removed = [...existing].filter(([logicalId]) => !Object.hasOwn(Resources, logicalId));
  return [
    ...changes,
    ...removed.map(([LogicalResourceId, { resource, physical }]) => ({
      Action: 'Remove',
      LogicalResourceId,
      ResourceType: resource.type,
      PhysicalResourceId: physical.ref,
      Scope: [],
      Details: [],
    })),
  ];
}

const isSame = (one: ResourceDeclaration, other: ResourceDeclaration): boolean => isDeepStrictEqual(one, other);

/** The names of the properties that two declarations give differently. */
function differing({ Properties: one = {} }: ResourceDeclaration, { Properties: other = {} }: ResourceDeclaration) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter(name => !isDeepStrictEqual(one[name], other[name]));
}
