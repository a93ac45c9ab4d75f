import { KMS_ACTIONS } from '../../kms-actions';
import { ask } from '../question';
import { type Rule } from '../rule';
import { isOwnIam } from '../subjects';

export const foreignAccount: Rule = {
  id: 'foreign-account',
  severity: 'warning',
  why: 'another account as principal is everybody whom its administrators let in: who that is, nobody here can see',
  fix: 'name the roles of that account one by one',
  check: (policy, context) =>
    ask(policy, context, { of: ['iam'], actions: KMS_ACTIONS })
      .filter(({ subject }) => !isOwnIam(subject, context))
      .map(({ statement, subject, call }) => ({
        statement,
        call,
        message: `lets ${subject.name} call ${call.action}`,
      })),
};
