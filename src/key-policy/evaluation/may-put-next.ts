import { conditions, keyArnIn, principals } from './reading';
import { accountOf, roleOf } from './request';
import { findWitness } from './witness';
import { type PolicyDocument } from '../statement';

/**
 * Whether a caller could put the next policy once this one is on the key, as KMS asks of whoever puts a policy.
 *
 * What the policy leaves to IAM counts as given, and so do the circumstances that a condition asks for. A session does
 * not show the path of its role: every role of that name which the policy speaks of may be the one.
 */
export function mayPutNext(document: PolicyDocument, caller: string, account: string): boolean {
  if (accountOf(caller) !== account) return false;
  const resource = keyArnIn([document.Statement].flat(), { account });
  const isOpen = (key: string) => key !== 'kms:viaservice';
  return [caller, roleOf(caller), ...namesakes(document, roleOf(caller))].some(principal => {
    const call = { principal, action: 'kms:PutKeyPolicy', resource, context: {}, isOpen };
    return findWitness({ identity: [EVERYTHING], resource: document }, call, 'allowed') !== 'none';
  });
}

const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }],
};

/** The ARNs of a policy that may be of a role with this name, each with its path; a wildcard stands for some letter. */
function namesakes(document: PolicyDocument, roleArn: string): readonly string[] {
  if (!roleArn.includes(':role/')) return [];
  const name = roleArn.split('/').at(-1)!;
  const arns = [document.Statement]
    .flat()
    .flatMap(statement => [...principals(statement), ...conditions(statement).flatMap(({ values }) => values)]);
  return arns
    .filter(arn => arn.includes(':role/'))
    .map(arn => `${arn.slice(0, arn.lastIndexOf('/'))}/${name}`.replace(/[*?]/g, 'x'));
}
