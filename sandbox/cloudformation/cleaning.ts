import type { DeployerCloud } from './clients';
import { namesIn } from './dependencies';
import { resourceType } from './resource-types';
import type { Existing, Stack } from './stack';
import { messageOf, timed } from './timed';

/** Removes a resource, unless it is to be retained. */
export async function remove(
  stack: Stack,
  { resource, physical, declaration }: Existing,
  cloud: DeployerCloud,
  { isCurrent = true, isRetained = isKept(declaration) } = {},
): Promise<void> {
  const noted = { physicalId: physical.ref, isCurrent };
  if (isRetained) {
    stack.note('DELETE_SKIPPED', resource, noted);
    await timed('RETAIN', resource, cloud, async () => undefined);
    return;
  }
  stack.note('DELETE_IN_PROGRESS', resource, noted);
  try {
    const its = resourceType(resource.type, resource.logicalId);
    await timed('DELETE', resource, cloud, async () => its.delete(resource, cloud, physical));
    stack.note('DELETE_COMPLETE', resource, noted);
  } catch (error) {
    stack.note('DELETE_FAILED', resource, { ...noted, reason: messageOf(error) });
    throw error;
  }
}

const isKept = ({ DeletionPolicy = 'Delete' }: Existing['declaration']): boolean => DeletionPolicy.startsWith('Retain');

/** Removes what an operation has left over. What can't be removed stays, and the operation is complete all the same. */
export async function cleanUp(stack: Stack, unwanted: readonly Existing[], cloud: DeployerCloud): Promise<void> {
  for (const existing of unwanted) {
    const { logicalId } = existing.resource;
    const successor = stack.existing.get(logicalId);
    const isCurrent = successor === undefined || successor.physical === existing.physical;
    if (isCurrent) stack.existing.delete(logicalId);
    await remove(stack, existing, cloud, { isCurrent }).catch(() => undefined);
    if (isCurrent) stack.current.delete(logicalId);
  }
}

/**
 * Removes every resource, the last one first, each after those that need it.
 *
 * @throws what the first one said that could not be removed, once everything else is gone that it doesn't need
 */
export async function removeAll(
  stack: Stack,
  cloud: DeployerCloud,
  { retain = [], isCreation = false }: { readonly retain?: readonly string[]; readonly isCreation?: boolean } = {},
): Promise<void> {
  const failures = new Map<string, unknown>();
  const needed = new Set<string>();
  for (const [logicalId, existing] of [...stack.existing].reverse()) {
    const { DependsOn = [], Properties, DeletionPolicy } = existing.declaration;
    const isNew = isCreation && existing.isImported !== true;
    const isRetained = isNew ? DeletionPolicy === 'Retain' : isKept(existing.declaration);
    try {
      if (needed.has(logicalId)) throw new Error('needed');
      await remove(stack, existing, cloud, { isRetained: isRetained || retain.includes(logicalId) });
      stack.existing.delete(logicalId);
    } catch (error) {
      if (!needed.has(logicalId)) failures.set(logicalId, error);
      for (const name of [...[DependsOn].flat(), ...namesIn(Properties)]) needed.add(name);
    }
  }
  const [failure] = failures.values();
  if (failure === undefined) return;
  stack.statusReason = `The following resource(s) failed to delete: [${[...failures.keys()].join(', ')}]. `;
  throw failure as Error;
}
