import { type PolicyDocument, type Statement } from '../statement';
import { unmetCondition } from './condition';
import { coversAction, coversResource, type Named, names } from './match';
import { accountOf, isRoot, isService, type Request, roleOf } from './request';

/** The policies that decide a call. */
export interface Policies {
  /** What is attached to the caller. */
  readonly identity: readonly PolicyDocument[];
  /** What is attached to the resource: a key policy, a queue policy. */
  readonly resource?: PolicyDocument;
}

/** Yes or no, with the statement that says so or, where none does, why the nearest ones do not. */
export interface Decision {
  readonly allowed: boolean;
  /** Whether a statement forbids the call, as opposed to none allowing it. */
  readonly explicit: boolean;
  readonly reason: string;
}

/**
 * Decides a call the way IAM does, for what these policies hold: no boundary, no session policy, no organization
 * policy, no grant.
 *
 * A deny anywhere wins. A key's policy has the last word on the key: whom it names is allowed, and where it names the
 * account, an identity policy has to allow the call as well. On any other resource of the caller's account either
 * policy is enough; across accounts it takes both.
 */
export function evaluate(policies: Policies, call: Request): Decision {
  const request = withPrincipal(call);
  const identity = policies.identity.flatMap(statementsOf).map(statement => judge(statement, 'directly', request));
  const resource = statementsOf(policies.resource).map(statement =>
    judge(statement, names(statement, request), request),
  );
  const verdicts = [...identity, ...resource];

  const deny = verdicts.find(({ applies, statement }) => applies && statement.Effect === 'Deny');
  if (deny) return { allowed: false, explicit: true, reason: `denied by '${title(deny.statement)}'` };

  const byIdentity = identity.find(isAllow);
  const byName = resource.find(
    verdict => isAllow(verdict) && (verdict.named === 'directly' || isRoot(request.principal)),
  );
  const byAccount = resource.find(verdict => isAllow(verdict) && verdict.named === 'by account');
  const allowed = combine(request, { byIdentity, byName, byAccount });
  if (allowed) {
    return {
      allowed: true,
      explicit: true,
      reason: `allowed by ${allowed.map(({ statement }) => `'${title(statement)}'`).join(' and ')}`,
    };
  }
  return { allowed: false, explicit: false, reason: whyNot(request, verdicts, { byIdentity, byAccount }) };
}

interface Verdict {
  readonly statement: Statement;
  readonly named: Named;
  readonly applies: boolean;
  /** What keeps a statement about this caller and this action from applying. */
  readonly unmet?: string;
}

type Found = { readonly [way in 'byIdentity' | 'byName' | 'byAccount']?: Verdict };

function combine(request: Request, { byIdentity, byName, byAccount }: Found): Verdict[] | undefined {
  if (request.resource === '*') return byIdentity && [byIdentity]; // on the account itself, such as kms:CreateKey
  const sameAccount = isService(request.principal) || accountOf(request.principal) === accountOf(request.resource);
  const byResource = byName ?? byAccount;
  if (!sameAccount) return byIdentity && byResource && [byIdentity, byResource];
  if (byName) return [byName];
  if (request.action.startsWith('kms:')) return byIdentity && byAccount && [byAccount, byIdentity];
  return byIdentity && [byIdentity];
}

function judge(statement: Statement, named: Named, request: Request): Verdict {
  const about =
    named !== undefined && coversAction(statement, request.action) && coversResource(statement, request.resource);
  if (!about) return { statement, named, applies: false };
  const unmet = unmetCondition(statement, request.context);
  return { statement, named, applies: unmet === undefined, unmet };
}

function isAllow({ applies, statement }: Verdict): boolean {
  return applies && statement.Effect === 'Allow';
}

function whyNot(request: Request, verdicts: readonly Verdict[], { byIdentity, byAccount }: Found): string {
  if (byAccount) {
    return `'${title(byAccount.statement)}' leaves it to identity policies, and none allows ${request.action}`;
  }
  const nearest = verdicts.filter(({ unmet, statement }) => unmet !== undefined && statement.Effect === 'Allow');
  if (nearest.length > 0) {
    return nearest.map(({ statement, unmet }) => `'${title(statement)}' wants ${unmet}`).join('; ');
  }
  if (byIdentity) {
    return `'${title(byIdentity.statement)}' is an identity policy, and the key policy leaves nothing to it`;
  }
  return `nothing allows ${request.principal} to call ${request.action}`;
}

/** What IAM adds to every request of its own accord. */
function withPrincipal(request: Request): Request {
  if (isService(request.principal)) return request;
  const account = accountOf(request.principal) ?? '';
  return {
    ...request,
    context: {
      'aws:PrincipalArn': roleOf(request.principal),
      'aws:PrincipalAccount': account,
      'kms:CallerAccount': account,
      ...request.context,
    },
  };
}

function statementsOf(policy: PolicyDocument | undefined): readonly Statement[] {
  return policy === undefined ? [] : [policy.Statement].flat();
}

function title(statement: Statement): string {
  return statement.Sid ?? 'a statement without a Sid';
}
