import { isAccount, isOrphan, keyArnIn, principals } from './reading';
import { accountOf } from './request';
import { findWitness } from './witness';
import { type PolicyDocument } from '../statement';

/** A day that is far away: who may do something until then may do it for good. */
const FOR_GOOD = { 'aws:CurrentTime': '2199-12-31T23:59:59Z', 'aws:EpochTime': '7258118399' };

/**
 * Who can put the next policy on the strength of this one alone: roles and users it names, and the root user where it
 * names the account.
 *
 * Whoever needs an identity policy besides does not count, as it could be taken away by people who know nothing of the
 * key; nor does a role of another account, from which KMS takes no such call; nor does somebody who may do so for a
 * time only. Any other circumstances that a condition asks for count as given: a second factor, an address, a tag.
 */
export function administrators(document: PolicyDocument, account: string): readonly string[] {
  return [...findAdministrators(document, account)];
}

/** One after the other: whether there is any takes no look at all of them. */
export function* findAdministrators(document: PolicyDocument, account: string): Generator<string> {
  const named = [document.Statement]
    .flat()
    .flatMap(statement => principals(statement))
    .filter(principal => principal !== '*' && !isOrphan(principal));
  const candidates = named.map(principal =>
    isAccount(principal) && !principal.includes(':') ? `arn:aws:iam::${principal}:root` : principal,
  );
  const resource = keyArnIn([document.Statement].flat(), { account });
  const isOpen = (key: string) => key !== 'kms:viaservice';
  for (const principal of new Set(candidates)) {
    if (accountOf(principal) !== account) continue;
    const call = { principal, action: 'kms:PutKeyPolicy', resource, context: FOR_GOOD };
    const witness = findWitness({ identity: [], resource: document }, { ...call, isOpen }, 'allowed');
    if (typeof witness === 'object') yield principal;
  }
}
