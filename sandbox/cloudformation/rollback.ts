import { cleanUp } from './cleaning';
import type { DeployerCloud } from './clients';
import { resourceType } from './resource-types';
import type { Existing, Stack, Step } from './stack';
import { messageOf, timed } from './timed';

/**
 * In which order a rolled back update turns its resources back: by the dependencies, so that a function is the former
 * one before its custom resource is asked, or the other way round. No page of AWS says which, so both can be tried.
 */
export type RollbackOrder = 'dependencies first' | 'dependents first';

/**
 * Turns back what an update did.
 *
 * @throws if a resource can't be turned back; what was is then noted in `stack.existing`, and `steps` has the rest
 */
export async function rollBack(
  stack: Stack,
  steps: Step[],
  cloud: DeployerCloud,
  order: RollbackOrder,
  skip: readonly string[] = [],
): Promise<void> {
  const unwanted: Existing[] = [];
  while (steps.length > 0) {
    const index = order === 'dependencies first' ? 0 : steps.length - 1;
    const step = steps[index];
    const { logicalId } = step.now.resource;
    if (!skip.includes(logicalId)) await turnBack(stack, step, cloud);
    if (step.isNew || stack.existing.get(logicalId)?.physical.ref !== step.now.physical.ref) unwanted.push(step.now);
    steps.splice(index, 1);
  }
  stack.become('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  const inOrder = order === 'dependencies first' ? unwanted.reverse() : unwanted;
  await cleanUp(stack, inOrder.map(deletable), cloud);
}

/** What the rolled back operation itself has made holds no data yet; only `Retain` keeps it even so. */
const deletable = (existing: Existing): Existing => {
  const { DeletionPolicy = 'Delete' } = existing.declaration;
  return DeletionPolicy === 'RetainExceptOnCreate' && existing.isImported !== true
    ? { ...existing, declaration: { ...existing.declaration, DeletionPolicy: 'Delete' } }
    : existing;
};

async function turnBack(stack: Stack, { former, now, isNew }: Step, cloud: DeployerCloud): Promise<void> {
  if (former === undefined) return;
  const { resource } = former;
  const { logicalId } = resource;
  stack.note('UPDATE_IN_PROGRESS', resource, { physicalId: now.physical.ref });
  try {
    const its = resourceType(resource.type, logicalId);
    const physical = isNew
      ? former.physical
      : await timed('UPDATE', resource, cloud, async () => its.update(resource, cloud, now.resource, now.physical));
    stack.existing.set(logicalId, { ...former, physical });
    stack.note('UPDATE_COMPLETE', resource, { physicalId: physical.ref });
  } catch (error) {
    stack.note('UPDATE_FAILED', resource, { physicalId: now.physical.ref, reason: messageOf(error) });
    throw error;
  }
}
