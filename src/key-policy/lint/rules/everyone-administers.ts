import { ADMINISTRATION } from '../administration';
import { ask } from '../question';
import { type Rule } from '../rule';

export const everyoneAdministers: Rule = {
  id: 'everyone-administers',
  severity: 'error',
  why: 'everyone in the account is every role and user in it, with or without an IAM policy: any of them decides over the key',
  fix: 'name the roles that administer the key',
  check: (policy, context) =>
    ask(policy, context, { of: ['account', 'organization'], actions: ADMINISTRATION }).map(
      ({ statement, subject, call }) => ({
        statement,
        call,
        message: `lets ${subject.name} call ${call.action}`,
      }),
    ),
};
