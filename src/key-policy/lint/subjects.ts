import { type LintContext } from './lint-context';
import { isSourceKey } from '../evaluation/circumstances';
import { evaluate } from '../evaluation/evaluate';
import { EVERYTHING } from '../evaluation/judge';
import { example, wildcards } from '../evaluation/pattern';
import { conditions, isAccount, isOrphan, principals } from '../evaluation/reading';
import { accountOf } from '../evaluation/request';
import { type PolicyDocument, type Statement } from '../statement';

/**
 * Whom a statement lets in:
 * - `identity`: one role, user, session or root user;
 * - `iam`: whom the IAM policies of an account let in;
 * - `account`, `organization`, `everyone`: all of them, whatever the IAM policies of the key's account say;
 * - `service`: a service that calls as itself;
 * - `provider`: whoever signs in through an identity provider.
 */
export type Kind = 'identity' | 'iam' | 'account' | 'organization' | 'everyone' | 'service' | 'provider';

/** Somebody whom a statement lets in, with a caller that stands for all of them. */
export interface Subject {
  readonly kind: Kind;
  /** How to say who it is. */
  readonly name: string;
  /** The caller that stands for them. */
  readonly principal: string;
}

/** An account that no policy names, and a role in it. */
const STRANGER = '999999999999';
const ANY_ROLE = 'any-role';

/** Whom a statement lets in, under any circumstances and for any action. */
export function subjectsOf(statement: Statement, context: LintContext): readonly Subject[] {
  if (statement.Effect !== 'Allow') return [];
  const named = principals(statement).filter(principal => !isOrphan(principal));
  const one = (kind: Kind) => (principal: string) => ({ kind, name: principal, principal });
  return [
    ...(named.some(isEveryone) || statement.NotPrincipal ? crowdOf(statement, context) : []),
    ...named
      .filter(principal => !isEveryone(principal))
      .flatMap(principal =>
        isAccount(principal) ? ofAccount(statement, principal, context) : [one('identity')(principal)],
      ),
    ...principals(statement, 'Service').map(one('service')),
    ...principals(statement, 'Federated').map(one('provider')),
  ];
}

/** Whom a statement about everyone lets in. Conditions may narrow it to an organization, to accounts, or to roles. */
function crowdOf(statement: Statement, context: LintContext): readonly Subject[] {
  const stranger = roleIn(STRANGER, ANY_ROLE);
  if (letsIn(statement, stranger, context, isOrganizationKey)) {
    return [{ kind: 'everyone', name: 'everyone in every account', principal: stranger }];
  }
  if (letsIn(statement, stranger, context)) {
    return [{ kind: 'organization', name: 'everyone in every account of an organization', principal: stranger }];
  }
  const accounts = new Set([context.account, ...valuesOf(statement, 'aws:principalaccount', 'kms:calleraccount')]);
  const crowds = [...accounts].flatMap((account): readonly Subject[] => {
    const principal = roleIn(account, ANY_ROLE);
    return letsIn(statement, principal, context)
      ? [{ kind: 'account', name: `everyone in account ${account}`, principal }]
      : [];
  });
  return crowds.length > 0 ? crowds : pinned(statement, context);
}

/** Whom a statement about an account lets in: whom its IAM policies do, or only those that a condition names. */
function ofAccount(statement: Statement, principal: string, context: LintContext): readonly Subject[] {
  const account = accountOf(principal) ?? principal;
  const anyRole = roleIn(account, ANY_ROLE);
  return letsIn(statement, anyRole, context)
    ? [{ kind: 'iam', name: `whom the IAM policies of account ${account} let in`, principal: anyRole }]
    : pinned(statement, context).filter(subject => accountOf(subject.principal) === account);
}

/** The roles and users that a condition names; the pattern where it names many. */
function pinned(statement: Statement, context: LintContext): readonly Subject[] {
  const named = [...new Set(valuesOf(statement, 'aws:principalarn'))].map((name): Subject => {
    return { kind: 'identity', name, principal: example(wildcards(name), 'x') };
  });
  return named.filter(({ principal }) => letsIn(statement, principal, context));
}

/** Whether a statement lets somebody in for anything, under any circumstances that an open key stands for. */
function letsIn(
  { Action: _, NotAction: __, ...statement }: Statement,
  principal: string,
  { given = {} }: LintContext,
  isAbsent: (key: string) => boolean = () => false,
): boolean {
  const resource = asDocument({ ...statement, Action: '*', Resource: '*', NotResource: undefined });
  const { verdict } = evaluate(
    { identity: [EVERYTHING], resource },
    {
      principal,
      action: 'kms:Decrypt',
      resource: `arn:aws:kms::${accountOf(principal) ?? ''}:key/`,
      context: given,
      isOpen: key => !isAbsent(key) && !isSourceKey(key),
    },
  );
  return verdict !== 'denied';
}

function valuesOf(statement: Statement, ...keys: readonly string[]): readonly string[] {
  return conditions(statement)
    .filter(({ key }) => keys.includes(key.toLowerCase()))
    .flatMap(({ values }) => values)
    .filter(value => /^\d{12}$/.test(value) || value.startsWith('arn:'));
}

/** Whether somebody is let in by the IAM policies of the key's own account. */
export function isOwnIam({ kind, principal }: Subject, { account }: LintContext): boolean {
  return kind === 'iam' && accountOf(principal) === account;
}

function isOrganizationKey(key: string): boolean {
  return /^aws:principalorg/.test(key);
}

function isEveryone(principal: string): boolean {
  return principal.includes('*');
}

function roleIn(account: string, name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

function asDocument(statement: Statement): PolicyDocument {
  return { Version: '2012-10-17', Statement: [statement] };
}
