import { asksFor, isAccount, principals } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const rootDelegation: Rule = {
  id: 'root-delegation',
  severity: 'warning',
  why: 'the account as principal hands the decision to IAM: whoever may attach a policy in the account can give the key to anybody',
  fix: 'name the roles, and pin a statement for the root user with ArnEquals aws:PrincipalArn; or replace the policy as a whole',
  check: ({ statements }) =>
    statements
      .filter(
        statement =>
          statement.Effect === 'Allow' &&
          principals(statement).some(isAccount) &&
          !asksFor(statement, 'aws:PrincipalArn'),
      )
      .map(statement => ({
        statement,
        message: `leaves ${[statement.Action ?? 'actions'].flat().join(', ')} to every IAM policy of the account`,
      })),
};
