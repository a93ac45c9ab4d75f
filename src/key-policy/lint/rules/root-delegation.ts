import { KMS_ACTIONS } from '../../kms-actions';
import { type Statement } from '../../statement';
import { ask } from '../question';
import { type Rule } from '../rule';
import { isOwnIam } from '../subjects';

export const rootDelegation: Rule = {
  id: 'root-delegation',
  severity: 'warning',
  why: 'the account as principal hands the decision to IAM: whoever may attach a policy in the account can give the key to anybody',
  fix: 'name the roles, and pin a statement for the root user with ArnEquals aws:PrincipalArn; or replace the policy as a whole',
  check: (policy, context) =>
    ask(policy, context, { of: ['iam'], actions: KMS_ACTIONS })
      .filter(({ subject }) => isOwnIam(subject, context))
      .map(({ statement, call }) => ({
        statement,
        call,
        message: `leaves ${actionsOf(statement)} to every IAM policy of the account`,
      })),
};

function actionsOf({ Action, NotAction = [] }: Statement): string {
  return Action === undefined ? `all but ${[NotAction].flat().join(', ')}` : [Action].flat().join(', ');
}
