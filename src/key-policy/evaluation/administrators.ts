import { evaluate } from './evaluate';
import { isAccount, principals } from './reading';
import { accountOf } from './request';
import { type LintContext } from '../lint/rule';
import { type PolicyDocument } from '../statement';

/**
 * Who can put the next policy on the strength of this one alone: roles and users it names, and the root user where it
 * names the account.
 *
 * Whoever needs an identity policy besides does not count, as it could be taken away by people who know nothing of the
 * key; nor does a role of another account, from which KMS takes no such call. A second factor counts as given.
 */
export function administrators(document: PolicyDocument, { account }: LintContext = {}): readonly string[] {
  const named = [document.Statement]
    .flat()
    .flatMap(statement => principals(statement))
    .filter(principal => principal !== '*' && !isOrphan(principal));
  const candidates = named.map(principal =>
    isAccount(principal) && !principal.includes(':') ? `arn:aws:iam::${principal}:root` : principal,
  );
  return [...new Set(candidates)].filter(principal => {
    if (account !== undefined && (accountOf(principal) ?? account) !== account) return false;
    const resource = `arn:aws:kms::${accountOf(principal) ?? ''}:key/`;
    const context = { 'aws:MultiFactorAuthPresent': 'true' };
    return evaluate({ identity: [], resource: document }, { principal, action: 'kms:PutKeyPolicy', resource, context })
      .allowed;
  });
}

/** Whether a principal is the unique id that KMS shows in place of a deleted role, user or group. */
export function isOrphan(principal: string): boolean {
  return /^A(?:ROA|IDA|GPA)[A-Z0-9]{12,}$/.test(principal);
}
