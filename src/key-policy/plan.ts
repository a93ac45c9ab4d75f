import { renderAdmission } from './admission';
import { administrators } from './evaluation/administrators';
import { evaluate } from './evaluation/evaluate';
import { conditions, principals } from './evaluation/reading';
import { accountOf } from './evaluation/request';
import { constructOf, isAdministration, isOurs, isPolicyManager } from './ownership';
import { type PolicyDocument, type Statement } from './statement';

/** What one construct needs in the policy of its key. */
export interface DesiredPolicy {
  /** The account of the key: a role of another one can't put its policy. */
  readonly account: string;
  /** Whether our statements join the others, or become the whole policy. */
  readonly way: 'merge' | 'replace';
  readonly sidPrefix: string;
  readonly statements: readonly Statement[];
}

/** Thrown where no policy can be put without doing harm. */
export class PlanRefused extends Error {
  public readonly name = 'PlanRefused';
}

/**
 * The policy a key should have, given the one it has now. Planned from its own result, it plans the same.
 *
 * @throws PlanRefused if statements of other constructs would be lost, or nobody could put the next policy
 */
export function planPolicy(current: PolicyDocument, desired: DesiredPolicy): PolicyDocument {
  const planned = desired.way === 'merge' ? merge(current, desired) : replace(current, desired);
  if (whoStays(planned, desired.account).length === 0) {
    throw new PlanRefused('nobody could put the next policy: name an administrator of the account of the key');
  }
  return planned;
}

/**
 * The policy a key should have once a construct is gone.
 *
 * Where it had joined others, exactly its statements go. Where it had replaced the policy, every use goes, and those
 * who decide over the key stay: the policy from before is not put back. The same holds where nobody else could put the
 * next policy.
 */
export function planRemoval(
  current: PolicyDocument,
  { sidPrefix, account }: Pick<DesiredPolicy, 'sidPrefix' | 'account'>,
): PolicyDocument {
  const ours = statementsOf(current).filter(statement => isOurs(statement, sidPrefix));
  const others = statementsOf(current).filter(statement => !ours.includes(statement));
  const leaving = ours.flatMap(managersIn);
  const merged = { ...current, Statement: others };
  const isReplaced = current.Id === sidPrefix;
  const removed =
    isReplaced || whoStays(merged, account, leaving).length === 0
      ? { ...current, Statement: [...others, ...ours.filter(isAdministration)] }
      : merged;
  return withAdmission(removed, current, sidPrefix);
}

/** Who can put the next policy, the roles aside that leave with their stacks. */
function whoStays(document: PolicyDocument, account: string, leaving: readonly string[] = []): readonly string[] {
  const lasting = { ...document, Statement: statementsOf(document).filter(statement => !isPolicyManager(statement)) };
  return administrators(lasting, account).filter(administrator => !leaving.includes(administrator));
}

function merge(current: PolicyDocument, { sidPrefix, statements }: DesiredPolicy): PolicyDocument {
  const { Id, ...rest } = current;
  const foreign = statementsOf(current).filter(statement => !isOurs(statement, sidPrefix));
  return { ...(Id !== sidPrefix && Id !== undefined ? current : rest), Statement: [...foreign, ...statements] };
}

/** The whole policy becomes ours; its id marks it. */
function replace(current: PolicyDocument, { sidPrefix, statements }: DesiredPolicy): PolicyDocument {
  const others = statementsOf(current).flatMap(statement => constructOf(statement) ?? []);
  const beside = [...new Set(others)].filter(prefix => prefix !== sidPrefix);
  if (beside.length > 0) {
    throw new PlanRefused(
      `the policy also holds statements of ${beside.join(', ')}: constructs that share a key have to merge`,
    );
  }
  return { Version: '2012-10-17', Id: sidPrefix, Statement: statements };
}

/**
 * KMS refuses a policy that does not let its caller put the next one. So the manager can't take itself out of a closed
 * key: what stays is the statement that pins its role's name, which no deleted role makes invalid.
 */
function withAdmission(removed: PolicyDocument, current: PolicyDocument, sidPrefix: string): PolicyDocument {
  const statements = statementsOf(current).filter(statement => isOurs(statement, sidPrefix));
  const [manager] = statements.flatMap(managersIn);
  if (manager === undefined || mayPutUnder(removed, manager)) return removed;
  const admission = renderAdmission({ ...current, Statement: statements }) ?? statements.find(isPolicyManager)!;
  return { ...removed, Statement: [...statementsOf(removed), admission] };
}

/** Whether a role whose identity policy allows it could put the policy that follows this one. */
function mayPutUnder(resource: PolicyDocument, principal: string): boolean {
  const key = `arn:aws:kms::${accountOf(principal)}:key/`;
  const call = { principal, action: 'kms:PutKeyPolicy', resource: key, context: {} };
  return evaluate({ identity: [EVERYTHING], resource }, call).verdict === 'allowed';
}

const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** The roles that a statement of ours lets in as the manager's: named, or pinned by condition. */
function managersIn(statement: Statement): readonly string[] {
  if (!isPolicyManager(statement)) return [];
  const pinned = conditions(statement).filter(({ key }) => key === 'aws:PrincipalArn');
  return pinned.length > 0 ? pinned.flatMap(({ values }) => values) : principals(statement);
}

function statementsOf(document: PolicyDocument): readonly Statement[] {
  return [document.Statement].flat();
}
