import { isDeepStrictEqual } from 'node:util';
import type { DeployerCloud } from './clients';
import { CustomResourceFailure } from './custom-resource';
import { inDependencyOrder } from './dependencies';
import { resolve, type Scope } from './intrinsics';
import type { Physical } from './physical';
import { validateProperties, type Properties, type Resource } from './resource-type';
import { resourceType } from './resource-types';
import type { Existing, Stack, StackRequest, Step } from './stack';
import type { ResourceDeclaration } from './template';
import { messageOf, timed } from './timed';

/**
 * Makes of a stack what a request asks for: creates what is missing, updates what differs. What it did is in `steps`,
 * also when it fails.
 *
 * @returns what is not needed any more, in the order in which to clean it up
 * @throws what the first failing resource said
 */
export async function bringAbout(
  stack: Stack,
  { template: { Resources = {} }, imports, revertsDrift = false }: StackRequest,
  scope: () => Scope,
  cloud: DeployerCloud,
  steps: Step[],
): Promise<Existing[]> {
  const isWanted = ({ Condition }: ResourceDeclaration): boolean =>
    Condition === undefined || scope().condition(Condition);
  const before = [...stack.existing.keys()];
  for (const logicalId of inDependencyOrder(Resources)) {
    const declaration = Resources[logicalId];
    const found = stack.existing.has(logicalId) ? undefined : imports?.get(logicalId);
    if (isWanted(declaration)) {
      await bringOne(stack, logicalId, declaration, scope, cloud, steps, { found, revertsDrift });
    }
  }
  const gone = before.filter(id => !Object.hasOwn(Resources, id) || !isWanted(Resources[id]));
  return [...steps.flatMap(replacedBy), ...gone.map(logicalId => stack.existing.get(logicalId)!)].reverse();
}

/** What a step has made superfluous; it goes by its `UpdateReplacePolicy`. */
function replacedBy({ former, now }: Step): Existing[] {
  if (former === undefined || former.physical.ref === now.physical.ref) return [];
  const { UpdateReplacePolicy: DeletionPolicy = 'Delete' } = now.declaration;
  return [{ ...former, declaration: { ...former.declaration, DeletionPolicy } }];
}

/** Whether CloudFormation can see that a resource is not as its template says: of a custom resource it can't. */
const mayDrift = (type: string): boolean =>
  !type.startsWith('Custom::') && type !== 'AWS::CloudFormation::CustomResource';

const REPLACING = 'Requested update requires the creation of a new physical resource; hence creating one.';

/** Makes one resource what it is to be. */
async function bringOne(
  stack: Stack,
  logicalId: string,
  declaration: ResourceDeclaration,
  scope: () => Scope,
  cloud: DeployerCloud,
  steps: Step[],
  { found, revertsDrift }: { readonly found?: Physical; readonly revertsDrift: boolean },
): Promise<void> {
  const former = stack.existing.get(logicalId);
  const type = declaration.Type;
  const its = resourceType(type, logicalId);
  const doing = found !== undefined ? 'IMPORT' : former === undefined ? 'CREATE' : 'UPDATE';
  const physicalId = (found ?? former?.physical)?.ref;
  const put = (existing: Existing): void => {
    stack.existing.delete(logicalId); // so that the order stays that of creation
    stack.existing.set(logicalId, existing);
  };
  let now: Existing | undefined;
  try {
    const properties = resolve(declaration.Properties ?? {}, scope()) as Properties;
    const metadata = resolve(declaration.Metadata, scope());
    const resource: Resource = { logicalId, type, properties, metadata, stack: stack.facts };
    validateProperties(resource, its);
    const differs = (name: string): boolean => !isDeepStrictEqual(former?.resource.properties[name], properties[name]);
    if (found !== undefined) {
      stack.note('IMPORT_IN_PROGRESS', resource, { physicalId });
      now = { resource, declaration, physical: found, isImported: true };
      steps.push({ now, isNew: true });
    } else if (former === undefined || former.resource.type !== type || (its.replacedBy ?? []).some(differs)) {
      stack.note(`${doing}_IN_PROGRESS`, resource, former && { physicalId, reason: REPLACING });
      now = { resource, declaration, physical: { ref: '', attributes: {} } };
      const physical = await timed('CREATE', resource, cloud, async () => its.create(resource, cloud));
      now = { ...now, physical };
      steps.push({ former, now, isNew: true });
    } else if (
      isDeepStrictEqual(former.resource.properties, properties) &&
      !(revertsDrift && mayDrift(type) && (its.hasDrifted?.(resource, cloud, former.physical) ?? true))
    ) {
      put({ ...former, declaration });
      return;
    } else {
      stack.note('UPDATE_IN_PROGRESS', resource, { physicalId });
      const step: Step = { former, now: { resource, declaration, physical: former.physical }, isNew: false };
      steps.push(step); // also if it fails, as nobody knows how far it came
      const physical = await timed('UPDATE', resource, cloud, async () =>
        its.update(resource, cloud, former.resource, former.physical),
      );
      now = step.now = { ...step.now, physical };
    }
    put(now);
    stack.note(`${doing}_COMPLETE`, resource, { physicalId: now.physical.ref });
  } catch (error) {
    const left = error instanceof CustomResourceFailure ? error.physicalResourceId : undefined;
    stack.note(`${doing}_FAILED`, { logicalId, type }, { physicalId: left ?? physicalId, reason: messageOf(error) });
    // a custom resource that failed to be created is to be deleted, under the id that it gave
    if (left !== undefined && now !== undefined) {
      now = { ...now, physical: { ref: left, attributes: {} } };
      steps.push({ former, now, isNew: true });
      if (former === undefined) put(now);
    }
    throw error;
  }
}
