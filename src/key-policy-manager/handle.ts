import { type ResourceOutcome } from './answer-cloudformation';
import { confirmRequest, RequestRefused, type Stack } from './confirm-request';
import { type Deadline } from './deadline';
import { deployPolicy } from './deploy-policy';
import { describeKmsFailure } from './kms-failures';
import { type ManagedKey } from './managed-key';
import { type DeployedPolicy, NOTHING_PUT, type PolicyPlace, renderPhysicalId } from './properties';
import { removePolicy } from './remove-policy';
import { type Report } from './report';
import { type ResourceRequest } from './resource-request';

/** What the handler works with. */
export interface ManagerContext {
  readonly stack: Stack;
  readonly keyOf: (keyArn: string) => ManagedKey;
  readonly deadline: Deadline;
  readonly report: Report;
  /** Kept up to date, for an answer before the work has ended. */
  readonly progress?: Progress;
}

export interface Progress {
  /** The physical id to answer with: it says whether there is something to remove. */
  physicalResourceId: string;
}

/**
 * Does what CloudFormation asks for and says how it went; never throws.
 *
 * SUCCESS means that the key's policy has been seen to be as the deployment wants it.
 */
export async function handle(request: Partial<ResourceRequest>, context: ManagerContext): Promise<ResourceOutcome> {
  const { deadline, keyOf, progress = startProgress(request), report, stack } = context;
  try {
    const confirm = async () => confirmRequest(request, stack, deadline);
    const confirmed = await confirm();
    if ('nothing' in confirmed) return { status: 'SUCCESS', ...progress };
    const place = placeOf(confirmed);
    const key = { ...keyOf(place.keyArn), confirm }; // meanwhile the stack may be rolled back, or deployed again
    if ('remove' in confirmed) {
      await removePolicy(key, confirmed.remove, deadline, report);
      return { status: 'SUCCESS', ...progress };
    }
    const put: ManagedKey['put'] = async document => {
      progress.physicalResourceId = request.PhysicalResourceId ?? renderPhysicalId(place); // it may be there then
      await key.put(document);
    };
    const data = { ...(await deployPolicy({ ...key, put }, confirmed.put, deadline, report)) };
    return { status: 'SUCCESS', physicalResourceId: renderPhysicalId(place), data };
  } catch (error) {
    const reason = error instanceof RequestRefused ? error.message : describeKmsFailure(error);
    report(error instanceof RequestRefused ? 'request refused' : 'failed', { request: request.RequestType, reason });
    return { status: 'FAILED', ...progress, reason: reasonFor(request, reason) };
  }
}

export function startProgress({ PhysicalResourceId }: Partial<ResourceRequest>): Progress {
  return { physicalResourceId: PhysicalResourceId ?? NOTHING_PUT };
}

function placeOf(confirmed: { readonly put: DeployedPolicy } | { readonly remove: PolicyPlace }): PolicyPlace {
  return 'remove' in confirmed
    ? confirmed.remove
    : { keyArn: confirmed.put.KeyArn, sidPrefix: confirmed.put.SidPrefix };
}

/** A deletion that fails keeps the stack. Whoever reads this needs the way on. */
function reasonFor({ LogicalResourceId, RequestType }: Partial<ResourceRequest>, reason: string): string {
  return RequestType === 'Delete'
    ? `${reason}; the statements are still on the key: delete the stack again, or keep '${LogicalResourceId}' with --retain-resources and take them out by hand`
    : reason;
}
