import { administrators } from '../../key-policy/evaluation/administrators';
import { mayPutNext } from '../../key-policy/evaluation/may-put-next';
import type { PolicyDocument } from '../../key-policy/statement';
import { CliError } from '../cli-error';

/** Why KMS would refuse this policy from this caller: it would shut out the one who puts it. */
export function findLockout(document: PolicyDocument, caller: string, account: string): CliError | undefined {
  if (mayPutNext(document, caller, account)) return undefined;
  const others = administrators(document, account);
  return new CliError(
    `the policy would shut you out: ${caller} could not put the next one, and KMS refuses such a policy`,
    others.length > 0 ? `do it as one who could: ${others.join(', ')}` : undefined,
  );
}
