import { type Need } from './condition';
import { type Judged } from './judge';
import { type Request } from './request';

/** One line of a condition for a person: what it wants, and what the call has. */
export function describeNeed({ operator, key, wanted, actual }: Need): string {
  const has = actual === 'open' ? '' : actual === 'absent' ? ', which is absent' : `, got ${actual.join(', ')}`;
  return `${operator} ${key} ${wanted.join(' or ')}${has}`;
}

/** Why nothing allows a call: what the nearest statements want. */
export function explainDenial({ principal, action }: Request, judged: readonly Judged[]): string {
  const allows = judged.filter(({ about, statement }) => about && statement.Effect === 'Allow');
  const applying = allows.filter(({ applies }) => applies !== 'no');
  const byAccount = applying.find(({ by }) => by === 'by account');
  if (byAccount) return `${byAccount.title} leaves it to identity policies, and none allows ${action}`;
  const nearest = allows.filter(({ applies }) => applies === 'no');
  if (nearest.length > 0) {
    return nearest.map(({ title, needs }) => `${title} wants ${needs.map(describeNeed).join(' and ')}`).join('; ');
  }
  const byIdentity = applying.find(({ by }) => by === 'identity');
  if (byIdentity) return `${byIdentity.title} is an identity policy, and the key policy leaves nothing to it`;
  return `nothing allows ${principal} to call ${action}`;
}
