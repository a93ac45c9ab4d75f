import { type Need } from './condition';
import { judgeAll, type Judged, type Policies } from './judge';
import { accountOf, isRoot, isService, type Request } from './request';
import { describeNeed, explainDenial } from './why';
import { parseArn } from '../../arn';
import { printable } from '../printable';

/** What the policies say of a call. `depends`: on what the question leaves open, or on what no documentation says. */
export type Verdict = 'allowed' | 'denied' | 'depends';

/** A verdict, with the statements that give it or, where none does, why the nearest ones do not. */
export interface Decision {
  readonly verdict: Verdict;
  /** Whether a statement forbids the call, as opposed to none allowing it. */
  readonly explicit: boolean;
  readonly reason: string;
  /** The lines of conditions on which a `depends` depends. */
  readonly needs: readonly Need[];
}

/**
 * Decides a call the way IAM does, for what these policies hold: no boundary, no session policy, no organization
 * policy, no grant. All but the last of these can only take away.
 *
 * A deny anywhere wins. A key's policy has the last word on the key: whom it names is allowed, and where it names the
 * account, an identity policy has to allow the call as well. On any other resource of the caller's account either
 * policy is enough; across accounts it takes both.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 */
export function evaluate(policies: Policies, request: Request): Decision {
  const judged = judgeAll(policies, request);
  const denies = judged.filter(({ statement, applies }) => statement.Effect === 'Deny' && applies !== 'no');
  const deny = denies.find(({ applies }) => applies === 'yes');
  if (deny) return { verdict: 'denied', explicit: true, reason: printable(`denied by ${deny.title}`), needs: [] };

  const allows = judged.filter(({ statement }) => statement.Effect === 'Allow');
  const possible = combine(
    request,
    allows.filter(({ applies }) => applies !== 'no'),
  );
  if (!possible) {
    return { verdict: 'denied', explicit: false, reason: printable(explainDenial(request, judged)), needs: [] };
  }
  const sure = combine(
    request,
    allows.filter(({ applies }) => applies === 'yes'),
  );
  const open = [...(sure ? [] : possible.filter(({ applies }) => applies === 'open')), ...denies];
  if (open.length > 0) return depends(open);
  return { verdict: 'allowed', explicit: true, reason: printable(`allowed by ${titles(possible)}`), needs: [] };
}

/** The allows that together let a call through; nothing where they do not. */
function combine(request: Request, allows: readonly Judged[]): readonly Judged[] | undefined {
  const sureFirst = [...allows].sort((one, other) => Number(other.applies === 'yes') - Number(one.applies === 'yes'));
  const find = (by: Judged['by']) => sureFirst.find(allow => allow.by === by);
  const [byIdentity, byAccount] = [find('identity'), find('by account')];
  const byName = find('directly') ?? (isRoot(request.principal) ? byAccount : undefined);
  if (hasNoPolicy(request.resource)) return byIdentity && [byIdentity];
  const sameAccount = isService(request.principal) || accountOf(request.principal) === accountOf(request.resource);
  const byResource = byName ?? byAccount;
  if (!sameAccount) return byIdentity && byResource && [byIdentity, byResource];
  const both = byIdentity && byAccount && [byAccount, byIdentity];
  if (request.action.startsWith('kms:')) return surest(byName && [byName], both);
  return surest(byName && [byName], byIdentity && [byIdentity]);
}

/** The account itself, on which `kms:CreateKey` is called, and the alias of a key: identity policies alone decide. */
function hasNoPolicy(resource: string): boolean {
  return resource === '*' || (parseArn(resource)?.resource.startsWith('alias/') ?? false);
}

function surest(one: readonly Judged[] | undefined, other: readonly Judged[] | undefined) {
  const isSure = (all?: readonly Judged[]) => all?.every(({ applies }) => applies === 'yes') ?? false;
  return one && (isSure(one) || !isSure(other)) ? one : other;
}

function depends(open: readonly Judged[]): Decision {
  const needs = open.flatMap(judged => judged.needs);
  const reason = open
    .map(({ title, statement, needs: its }) => {
      const doing = statement.Effect === 'Allow' ? 'allows it' : 'denies it';
      return its.length === 0
        ? `${title} ${doing}, if it is about this call`
        : `${title} ${doing} if ${its.map(describeNeed).join(' and ')}`;
    })
    .join('; ');
  return { verdict: 'depends', explicit: false, reason: printable(reason), needs };
}

function titles(judged: readonly Judged[]): string {
  return judged.map(({ title }) => title).join(' and ');
}
