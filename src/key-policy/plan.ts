import { administrators } from './evaluation/administrators';
import { principals } from './evaluation/reading';
import { constructOf, isKeeper, isOurs, isPolicyManager } from './ownership';
import { type PolicyDocument, type Statement } from './statement';

/** What one construct wants of a key's policy. */
export interface Wish {
  /** The account of the key: a role of another one can't put its policy. */
  readonly account: string;
  /** Whether our statements join the others, or become the whole policy. */
  readonly way: 'merge' | 'replace';
  readonly sidPrefix: string;
  readonly statements: readonly Statement[];
  /** With `replace`: the policy from before, to be put back in the end. */
  readonly earlier?: PolicyDocument;
}

/** Thrown where no policy can be put without doing harm. */
export class PlanRefused extends Error {
  public readonly name = 'PlanRefused';

  public constructor(message: string) {
    super(message);
  }
}

/**
 * The policy a key should have, given the one it has now and, on an update, what was wished for before. Planned from
 * its own result, it plans the same.
 *
 * @throws PlanRefused if statements of other constructs would be lost, or nobody could put the next policy
 */
export function planPolicy(current: PolicyDocument, wish: Wish, before: Wish = wish): PolicyDocument {
  const base = before.way === 'replace' && wish.way === 'merge' ? withdraw(current, before) : current;
  const planned = wish.way === 'merge' ? merge(base, wish, before) : replace(current, wish, before);
  if (inCharge(planned, wish.account).length === 0) {
    throw new PlanRefused('nobody could put the next policy: name an administrator of the account of the key');
  }
  return planned;
}

/**
 * The policy a key should have once a construct is gone: as if it had never been there, unless that leaves nobody in
 * charge.
 */
export function planRemoval(current: PolicyDocument, before: Wish): PolicyDocument {
  const removed = withdraw(current, before);
  const manager = statementsOf(current)
    .filter(isPolicyManager)
    .flatMap(statement => principals(statement));
  if (inCharge(removed, before.account, manager).length > 0) return removed;
  const keepers = statementsOf(current).filter(statement => isOurs(statement, before.sidPrefix) && isKeeper(statement));
  return { ...removed, Statement: [...statementsOf(removed), ...keepers] };
}

/** Who can put the next policy, the roles aside that leave with their stacks. */
function inCharge(document: PolicyDocument, account: string, leaving: readonly string[] = []): readonly string[] {
  const lasting = { ...document, Statement: statementsOf(document).filter(statement => !isPolicyManager(statement)) };
  return administrators(lasting, account).filter(administrator => !leaving.includes(administrator));
}

function merge(base: PolicyDocument, wish: Wish, before: Wish): PolicyDocument {
  const foreign = statementsOf(base).filter(
    statement => !isOurs(statement, wish.sidPrefix) && !isOurs(statement, before.sidPrefix),
  );
  return { ...base, Statement: [...foreign, ...wish.statements] };
}

/** The whole policy becomes ours; its id marks it. */
function replace(current: PolicyDocument, wish: Wish, before: Wish): PolicyDocument {
  const others = constructsBeside(current, wish, before);
  if (others.length > 0) {
    throw new PlanRefused(
      `the policy also holds statements of ${others.join(', ')}: constructs that share a key have to merge`,
    );
  }
  return { Version: '2012-10-17', Id: wish.sidPrefix, Statement: wish.statements };
}

function constructsBeside(current: PolicyDocument, ...ours: readonly Wish[]): readonly string[] {
  const prefixes = statementsOf(current).flatMap(statement => constructOf(statement) ?? []);
  return [...new Set(prefixes)].filter(prefix => ours.every(({ sidPrefix }) => sidPrefix !== prefix));
}

/**
 * Takes out what one wish put in. A replaced policy gives way to the earlier one, and to what other constructs have
 * added since.
 */
function withdraw(current: PolicyDocument, before: Wish): PolicyDocument {
  const { earlier, sidPrefix } = before;
  const foreign = (document: PolicyDocument) =>
    statementsOf(document).filter(statement => !isOurs(statement, sidPrefix));
  if (before.way === 'merge' || !earlier || current.Id !== sidPrefix) {
    return { ...current, Statement: foreign(current) };
  }
  const since = statementsOf(current).filter(
    statement => constructOf(statement) !== undefined && !isOurs(statement, sidPrefix),
  );
  return { ...earlier, Statement: [...foreign(earlier), ...since] };
}

function statementsOf(document: PolicyDocument): readonly Statement[] {
  return [document.Statement].flat();
}
