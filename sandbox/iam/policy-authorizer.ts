import type { Authorize } from './authorization';
import type { Policy } from './roles';
import { evaluate } from '../../src/key-policy/evaluation/evaluate';
import type { PolicyDocument } from '../../src/key-policy/statement';

/** Where the policies of the account are: those of the sandbox fit as they are. */
export interface DeployedPolicies {
  readonly roles: { policiesOf(principal: string): readonly Policy[] };
  /** The policy on a queue, table or key, as JSON text. */
  resourcePolicyOf(arn: string): string | undefined;
}

/**
 * Decides each call by the policies that are deployed at that moment, and says which statement allows or denies it or
 * what the nearest one wants.
 *
 * For the sandbox: `startSandbox({ authorize: authorizeByPolicies })`. Grants, which no policy shows, are for the KMS
 * double to know.
 */
export function authorizeByPolicies({ roles, resourcePolicyOf }: DeployedPolicies): Authorize {
  return call => {
    const text = resourcePolicyOf(call.resource);
    const identity = roles.policiesOf(call.principal) as readonly PolicyDocument[];
    const resource = text === undefined ? undefined : (JSON.parse(text) as PolicyDocument);
    const { verdict, explicit, reason } = evaluate({ identity, ...(resource && { resource }) }, call);
    if (verdict === 'depends') throw new Error(`${call.action} can't be decided: ${reason}`);
    if (verdict === 'allowed') return { allowed: true };
    if (!explicit) return { allowed: false, reason };
    // as AWS says whose policy it was
    const byIdentity = evaluate({ identity }, call);
    const kind = byIdentity.verdict === 'denied' && byIdentity.explicit ? 'an identity' : 'a resource';
    return { allowed: false, reason: `${reason}, with an explicit deny in ${kind}-based policy` };
  };
}
