import { type Deadline, retry } from './deadline';
import {
  type DeployedPolicy,
  METADATA_KEY,
  NOTHING_PUT,
  parsePhysicalId,
  type PolicyPlace,
  RESOURCE_TYPE,
} from './properties';
import { type ResourceRequest } from './resource-request';
import { parseKeyArn } from '../arn';
import { canonical } from '../key-policy/same';

/** A resource of our stack, as CloudFormation describes it. */
export interface StackResource {
  readonly type: string;
  readonly status: string;
  readonly physicalId?: string;
  /** The text of its metadata, with all intrinsic functions resolved. */
  readonly metadata?: string;
}

/** The stack that the function belongs to. */
export interface Stack {
  readonly id: string;
  /** @returns nothing if the stack has no such resource */
  resource(logicalId: string): Promise<StackResource | undefined>;
}

/** What is really to be done. */
export type ConfirmedRequest =
  { readonly put: DeployedPolicy } | { readonly remove: PolicyPlace } | { readonly nothing: true };

/** Thrown where a request asks for what CloudFormation is not doing. */
export class RequestRefused extends Error {
  public readonly name = 'RequestRefused';
}

/**
 * Finds out from CloudFormation what a request is about, and believes nothing else.
 *
 * Outside of a deployment, and for a resource that the deployment does not change at this moment, no request is
 * confirmed. Within one, what is put and what is removed is what CloudFormation says of the resource. So a request that
 * somebody made up, mixed or kept from another day changes nothing that the deployment does not change itself.
 *
 * @throws RequestRefused unless CloudFormation is doing this, after a while in which its answer may be out of date
 */
export async function confirmRequest(
  request: Partial<ResourceRequest>,
  stack: Stack,
  deadline: Deadline,
): Promise<ConfirmedRequest> {
  const { LogicalResourceId: logicalId, RequestType: type, StackId } = request;
  if (StackId !== stack.id) throw new RequestRefused('the request is of another stack');
  if (typeof logicalId !== 'string' || !/^[A-Za-z0-9]{1,255}$/.test(logicalId)) {
    throw new RequestRefused('the request names no resource');
  }
  if (type !== 'Create' && type !== 'Update' && type !== 'Delete') {
    throw new RequestRefused('the request has no known type');
  }
  return retry(
    async () => {
      const resource = await stack.resource(logicalId).catch(unanswered);
      if (resource?.type !== RESOURCE_TYPE) throw new RequestRefused(`the stack has no key policy '${logicalId}'`);
      return type === 'Delete' ? confirmRemoval(request, resource) : confirmPut(request, resource);
    },
    { deadline, isWorthTrying: () => true, patience: CONFIRM_MILLISECONDS },
  );
}

/** How long CloudFormation's own answer may be behind what it does. */
const CONFIRM_MILLISECONDS = 30_000;

function confirmPut({ ResourceProperties: properties }: Partial<ResourceRequest>, resource: StackResource) {
  if (!/^(CREATE|UPDATE|UPDATE_ROLLBACK)_IN_PROGRESS$/.test(resource.status)) throw notNow(resource);
  const put = policyOf(resource);
  const revision = (of: Readonly<Record<string, unknown>> | undefined) => canonical([of?.Digest, of?.Values ?? []]);
  if (put === undefined || revision({ ...put }) !== revision(properties)) {
    throw new RequestRefused('the request is of another revision of the key policy than the deployment');
  }
  return { put };
}

function confirmRemoval({ PhysicalResourceId: asked }: Partial<ResourceRequest>, resource: StackResource) {
  if (asked === NOTHING_PUT) return { nothing: true } as const;
  const remove = parsePhysicalId(asked) ?? placeOf(resource);
  if (remove === undefined) throw new RequestRefused('the request names no key policy to remove');
  if (asked === resource.physicalId || parsePhysicalId(asked) === undefined) {
    if (resource.status !== 'DELETE_IN_PROGRESS') throw notNow(resource);
    return { remove };
  }
  // the resource has moved to another key, and CloudFormation cleans up the former one
  const now = parsePhysicalId(resource.physicalId);
  const former = parseKeyArn(remove.keyArn); // KMS may take other spellings of the same key's ARN
  if (now?.sidPrefix !== remove.sidPrefix || !former || former.keyId === parseKeyArn(now.keyArn)?.keyId) {
    throw new RequestRefused('the request is about another key policy than the deployment');
  }
  if (!/^(UPDATE_COMPLETE|DELETE_IN_PROGRESS)$/.test(resource.status)) throw notNow(resource);
  return { remove };
}

function policyOf({ metadata = '{}' }: StackResource): DeployedPolicy | undefined {
  return (JSON.parse(metadata) as Readonly<Record<string, DeployedPolicy | undefined>>)[METADATA_KEY];
}

/**
 * Where the statements are of a resource whose creation ended without an answer. CloudFormation makes up a physical id
 * for it, or knows none.
 */
function placeOf(resource: StackResource): PolicyPlace | undefined {
  const policy = parsePhysicalId(resource.physicalId) === undefined ? policyOf(resource) : undefined;
  return policy && { keyArn: policy.KeyArn, sidPrefix: policy.SidPrefix };
}

function unanswered(error: unknown): never {
  throw new RequestRefused(`CloudFormation does not say what it is doing: ${(error as Error).message}`);
}

function notNow({ status }: StackResource): RequestRefused {
  return new RequestRefused(`CloudFormation is not doing this now: the resource is ${status}`);
}
