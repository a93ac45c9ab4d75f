import { type Truth } from './condition';
import { type Facts } from './facts';
import { fits, matchesWildcard, wildcards } from './pattern';
import { accountOf, isRoot, isService, type Request, roleOf } from './request';
import { resolve } from './variables';
import { type Statement } from '../statement';

/** How a statement's principal names a caller: itself, or only its account. */
export type Naming = 'directly' | 'by account';

/** Whether a statement names a caller, and how. */
export interface Named {
  readonly naming: Naming;
  /** `open` where the documentation says only that it may. */
  readonly truth: 'yes' | 'open';
}

/** Whether a statement is about an action, wildcards and `NotAction` included; case does not matter. */
export function coversAction(statement: Statement, action: string): boolean {
  const wanted = action.toLowerCase();
  const covers = (patterns: string | readonly string[]) =>
    (typeof patterns === 'string' ? [patterns] : patterns).some(
      pattern => mayFit(pattern, wanted) && matchesWildcard(pattern.toLowerCase(), wanted),
    );
  return statement.NotAction === undefined ? covers(statement.Action ?? []) : !covers(statement.NotAction);
}

/** Most patterns are names of other actions, which their length tells already. */
const mayFit = (pattern: string, action: string): boolean =>
  pattern.length === action.length || pattern.includes('*') || pattern.includes('?');

/**
 * Whether a statement is about a resource, wildcards, variables and `NotResource` included. A `*` can go beyond colons,
 * and variables are for the part after the fifth colon.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function coversResource(statement: Statement, resource: string, facts: Facts): Truth {
  const texts = [statement.NotResource ?? statement.Resource ?? []].flat();
  const truths = texts.map(text => fitsResource(text, resource, facts));
  const covers = truths.includes('yes') ? 'yes' : truths.includes('open') ? 'open' : 'no';
  if (statement.NotResource === undefined || covers === 'open') return covers;
  return covers === 'yes' ? 'no' : 'yes';
}

function fitsResource(text: string, resource: string, facts: Facts): Truth {
  const withVariables = facts.variables && text.includes('${');
  const resolved = withVariables ? resolve(text, facts.lookup) : { pattern: wildcards(text) };
  if ('unresolved' in resolved || (withVariables && text.split('${')[0]!.split(':').length < 6)) return 'open';
  return fits(resolved.pattern, resource) ? 'yes' : 'no';
}

/** How the principal of a resource policy's statement names the caller. */
export function names(statement: Statement, { principal }: Pick<Request, 'principal'>): Named | undefined {
  if (statement.NotPrincipal !== undefined) return namesByExclusion(statement.NotPrincipal, principal);
  const naming = statement.Principal && namingOf(statement.Principal, principal);
  return naming && { naming, truth: 'yes' };
}

/**
 * Everybody but those listed. Whether somebody listed without the account, or only with it, is spared, the
 * documentation leaves open: a session has a role, and a role an account, and each of them has to be listed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function namesByExclusion(listed: NonNullable<Statement['Principal']>, caller: string): Named | undefined {
  const naming = namingOf(listed, caller);
  if (naming === undefined) return { naming: 'directly', truth: 'yes' };
  const each = listed === '*' ? ['*'] : Object.values(listed).flat();
  const account = accountOf(caller);
  const whole = each.some(one => one === account || (isRoot(one) && accountOf(one) === account));
  const spared = isService(caller) || each.includes('*') || (whole && (each.includes(caller) || isRoot(caller)));
  return spared ? undefined : { naming: 'directly', truth: 'open' };
}

function namingOf(principals: NonNullable<Statement['Principal']>, caller: string): Naming | undefined {
  if (principals === '*') return 'directly';
  const { AWS = [], ...others } = principals;
  const listed = [AWS].flat();
  if (listed.includes('*') || Object.values(others).flat().includes(caller)) return 'directly';
  if (isService(caller)) return undefined;
  if (listed.some(one => one === caller || isRoleOf(one, caller))) return 'directly';
  const account = accountOf(caller);
  return listed.some(one => one === account || (isRoot(one) && accountOf(one) === account)) ? 'by account' : undefined;
}

/** Whether a caller is a session of a role. No session shows its role's path, and names are unique without it. */
function isRoleOf(role: string, caller: string): boolean {
  const [arn, behind] = [role, roleOf(caller)];
  if (behind === caller) return false;
  const [prefix, name] = [behind.slice(0, behind.indexOf(':role/') + 6), behind.split('/').at(-1)];
  return arn.startsWith(prefix) && arn.split('/').at(-1) === name;
}
