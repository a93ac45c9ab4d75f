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
    const { verdict, reason } = evaluate(
      {
        identity: roles.policiesOf(call.principal) as readonly PolicyDocument[],
        ...(text !== undefined && { resource: JSON.parse(text) as PolicyDocument }),
      },
      call,
    );
    if (verdict === 'depends') throw new Error(`${call.action} can't be decided: ${reason}`);
    return verdict === 'allowed' ? { allowed: true } : { allowed: false, reason };
  };
}
