import { createHash } from 'node:crypto';
import { allowed, conditions, isAccount, principals } from './evaluation/reading';
import { USE_ACTIONS } from './key-actions';
import { canonical } from './same';
import { type PolicyDocument, type Statement } from './statement';

/** What opens a key: its use, or the right to let oneself in. */
const OPENING_ACTIONS = [...USE_ACTIONS, 'kms:CreateGrant', 'kms:PutKeyPolicy'];

/**
 * The statements that leave the key to the IAM policies of an account: whoever may attach a policy there can let
 * anybody use the key, past all the other statements.
 */
export function delegationsIn({ Statement: statements }: PolicyDocument): readonly Statement[] {
  return [statements]
    .flat()
    .filter(
      statement =>
        principals(statement).some(principal => principal === '*' || isAccount(principal)) &&
        allowed(statement, OPENING_ACTIONS) !== undefined &&
        !isPinned(statement),
    );
}

/** How people name a statement: by its Sid, or by its digest where it has none. */
export function titleOf(statement: Statement): string {
  return statement.Sid || `sha256:${createHash('sha256').update(canonical(statement)).digest('hex').slice(0, 16)}`;
}

/** The policy without the delegations that are named. No other statement is touched. */
export function withoutDelegations(document: PolicyDocument, titles: readonly string[]): PolicyDocument {
  const unwanted = delegationsIn(document).filter(statement => titles.includes(titleOf(statement)));
  return { ...document, Statement: [document.Statement].flat().filter(statement => !unwanted.includes(statement)) };
}

/** Whether a condition narrows the account to callers that are named, or to services other than ours. */
function isPinned(statement: Statement): boolean {
  return conditions(statement).some(({ operator, key, values }) => {
    if (!/^(Arn(Equals|Like)|String(Equals|Like|EqualsIgnoreCase))$/i.test(operator) || values.length === 0) {
      return false;
    }
    if (values.some(value => /[*?$]/.test(value))) return false;
    return (
      key.toLowerCase() === 'aws:principalarn' ||
      (key.toLowerCase() === 'kms:viaservice' && !values.some(value => /^(sqs|dynamodb)\./i.test(value)))
    );
  });
}
