import type { ApiContext } from './context';
import type { DeployerCloud } from '../clients';
import type { Physical } from '../physical';
import { resourceType } from '../resource-types';
import type { Stack, StackRequest } from '../stack';
import type { Stacks } from '../stacks';

/** What a change set takes in that exists already, by logical id, or why it can't. */
export interface ExistingResources {
  readonly imports?: ReadonlyMap<string, Physical>;
  readonly refusal?: string;
}

/**
 * Looks which of the new resources of a request exist already, by the literal names that the template gives them.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
 */
export async function findExistingResources(
  { stacks, cloud }: ApiContext,
  stack: Stack,
  request: StackRequest,
): Promise<ExistingResources> {
  const imports = new Map<string, Physical>();
  const unprotected: string[] = [];
  for (const [logicalId, { Type, Properties = {}, DeletionPolicy = 'Delete' }] of newResources(stack, request)) {
    const { importing } = resourceType(Type, logicalId);
    const name = importing && Properties[importing.identifier];
    if (importing === undefined || typeof name !== 'string') continue;
    const found = await importing.find(name, asDeployer(cloud, request));
    if (found === undefined) continue;
    const owner = ownerOf(stacks, Type, found);
    if (owner !== undefined) return { refusal: `${name} already exists in stack ${owner.facts.id}` };
    imports.set(logicalId, found);
    if (!DeletionPolicy.startsWith('Retain')) unprotected.push(`${logicalId} ({${importing.identifier}=${name}})`);
  }
  return unprotected.length === 0 ? { imports } : { refusal: `${NEEDS_RETAIN} ${unprotected.join(', ')}` };
}

const NEEDS_RETAIN =
  'CloudFormation is attempting to import some resources because they already exist in your account. ' +
  "The resources must have the DeletionPolicy attribute set to 'Retain' or 'RetainExceptOnCreate' in the template " +
  'for successful import. The affected resources are';

const newResources = ({ existing }: Stack, { template: { Resources = {} } }: StackRequest) =>
  Object.entries(Resources).filter(([logicalId]) => !existing.has(logicalId));

const asDeployer = (cloud: ApiContext['cloud'], { deployer }: StackRequest): DeployerCloud => ({ ...cloud, deployer });

const ownerOf = ({ live }: Stacks, type: string, { ref }: Physical): Stack | undefined =>
  live.find(({ existing }) =>
    [...existing.values()].some(({ resource, physical }) => resource.type === type && physical.ref === ref),
  );
