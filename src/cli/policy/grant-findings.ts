import { foreignGrants, type KeyGrant, renderGrant } from '../../key-policy/grants';
import type { Finding } from '../../key-policy/lint/lint';
import { printable } from '../../key-policy/printable';

/** The id of the finding, which is about a key, and not about the text of its policy as the rules are. */
export const FOREIGN_GRANT = 'foreign-grant';

/**
 * What is wrong with the grants of a live key. An error for each that lets somebody in past the policy, and a warning
 * where nobody could look.
 *
 * @param grants nothing where the caller may not list them
 */
export function grantFindings(grants: readonly KeyGrant[] | undefined, keyArn: string): readonly Finding[] {
  const about = {
    rule: FOREIGN_GRANT,
    why: 'a grant lets its holder use the key whatever the policy says, and stays until somebody revokes it',
  };
  if (grants === undefined) {
    return [
      {
        ...about,
        severity: 'warning',
        message: 'the grants of the key were not read: the caller may not call kms:ListGrants',
        fix: 'ask as an administrator or an auditor',
      },
    ];
  }
  return foreignGrants(grants, keyArn).map(grant => ({
    ...about,
    severity: 'error',
    message: printable(`the key has a grant that is not DynamoDB's for a table: ${renderGrant(grant)}`),
    fix: `revoke it, as a destroyer with a second factor: aws kms revoke-grant --key-id ${keyArn} --grant-id ${printable(grant.id)}`,
  }));
}
