import { parseArn } from '../../arn';
import { renderGranteeStatements, type DataUse } from '../../key-policy/identity/grantee-identity';
import type { KeyPolicyFacts } from '../../key-policy/render/facts';
import type { PolicyDocument } from '../../key-policy/statement';
import type { Settings } from '../settings';

/**
 * The IAM policy that each role of another account needs there, by the ARN of the role. The policies of this account
 * let it in, and its own account has to allow it, too.
 */
export function otherAccountPolicies(
  { keyArn, names }: Settings,
  facts: KeyPolicyFacts,
): Record<string, PolicyDocument> {
  const users: Record<Exclude<DataUse, 'redrive'>, readonly string[]> = {
    send: [...facts.consumerRoleArns, ...facts.producerRoleArns, ...(facts.grantedSenders?.roleArns ?? [])],
    read: [...facts.consumerRoleArns, ...facts.readerRoleArns, ...(facts.grantedReaders?.roleArns ?? [])],
  };
  const foreign = new Set([...users.send, ...users.read].filter(arn => isOfAnother(arn, names.account)));
  const policyOf = (arn: string): PolicyDocument => ({
    Version: '2012-10-17',
    Statement: (['send', 'read'] as const)
      .filter(verb => users[verb].includes(arn))
      .flatMap(verb => renderGranteeStatements(verb, { ...names.arns, keyArn })),
  });
  return Object.fromEntries([...foreign].map(arn => [arn, policyOf(arn)]));
}

function isOfAnother(arn: string, account: string): boolean {
  const its = parseArn(arn)?.account;
  return its !== undefined && its !== '' && its !== account;
}
