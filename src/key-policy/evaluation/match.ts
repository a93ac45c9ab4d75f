import { type Statement } from '../statement';
import { accountOf, isRoot, isService, type Request, roleOf } from './request';
import { matchesWildcard } from './wildcard';

/** How a statement's principal names a caller: itself, only its account, or not at all. */
export type Named = 'directly' | 'by account' | undefined;

/** Whether a statement is about an action, wildcards and `NotAction` included; case does not matter. */
export function coversAction(statement: Statement, action: string): boolean {
  const covers = (patterns: string | readonly string[]) =>
    [patterns].flat().some(pattern => matchesWildcard(pattern.toLowerCase(), action.toLowerCase()));
  return statement.NotAction === undefined ? covers(statement.Action ?? []) : !covers(statement.NotAction);
}

/** Whether a statement is about a resource, wildcards and `NotResource` included. */
export function coversResource(statement: Statement, resource: string): boolean {
  const covers = (patterns: string | readonly string[]) =>
    [patterns].flat().some(pattern => matchesWildcard(pattern, resource));
  return statement.NotResource === undefined ? covers(statement.Resource ?? []) : !covers(statement.NotResource);
}

/** How the principal of a resource policy's statement names the caller. */
export function names(statement: Statement, { principal }: Pick<Request, 'principal'>): Named {
  if (statement.NotPrincipal !== undefined) return named(statement.NotPrincipal, principal) ? undefined : 'directly';
  return statement.Principal === undefined ? undefined : named(statement.Principal, principal);
}

function named(principals: NonNullable<Statement['Principal']>, caller: string): Named {
  if (principals === '*') return 'directly';
  const listed = [principals[isService(caller) ? 'Service' : 'AWS'] ?? []].flat();
  if (isService(caller)) return listed.includes(caller) ? 'directly' : undefined;
  if (listed.some(one => one === '*' || one === caller || one === roleOf(caller))) return 'directly';
  const account = accountOf(caller);
  return listed.some(one => one === account || (isRoot(one) && accountOf(one) === account)) ? 'by account' : undefined;
}
