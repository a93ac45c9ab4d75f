import { KMS_ACTIONS } from '../../kms-actions';
import { ask } from '../question';
import { type Rule } from '../rule';

export const principalEveryone: Rule = {
  id: 'principal-everyone',
  severity: 'error',
  why: 'a principal of * is everyone in every AWS account, not everyone in yours',
  fix: 'name the roles one by one',
  check: (policy, context) =>
    ask(policy, context, { of: ['everyone'], actions: KMS_ACTIONS }).map(({ statement, subject, call }) => ({
      statement,
      call,
      message: `lets ${subject.name} call ${call.action}`,
    })),
};
