import { conditions, keyArnIn } from './reading';
import { accountOf, roleOf } from './request';
import { findWitness } from './witness';
import { type PolicyDocument } from '../statement';

/**
 * Whether a caller could put the next policy once this one is on the key, as KMS asks of whoever puts a policy.
 *
 * What the policy leaves to IAM counts as given, and so do the circumstances that a condition asks for. What cannot be
 * known does too, such as the path of a role, which its sessions do not show.
 */
export function mayPutNext(document: PolicyDocument, caller: string, account: string): boolean {
  if (accountOf(caller) !== account) return false;
  const resource = keyArnIn([document.Statement].flat(), { account });
  const isOpen = (key: string) => key !== 'kms:viaservice';
  return [caller, ...namesakes(document, roleOf(caller))].some(principal => {
    const call = { principal, action: 'kms:PutKeyPolicy', resource, context: {}, isOpen };
    return findWitness({ identity: [EVERYTHING], resource: document }, call, 'allowed') !== 'none';
  });
}

const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }],
};

/** The role by every path that a condition speaks of; a wildcard stands for some letter. */
function namesakes({ Statement: statements }: PolicyDocument, roleArn: string): readonly string[] {
  const [, name] = /:role\/(.+)$/.exec(roleArn) ?? [];
  const values = [statements].flat().flatMap(statement => conditions(statement).flatMap(condition => condition.values));
  const paths = values.flatMap(value => /^.+:role\/.+(?=\/)/.exec(value) ?? []);
  return name === undefined ? [] : paths.map(path => `${path.replace(/[*?]/g, 'x')}/${name}`);
}
