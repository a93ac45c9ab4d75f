import { SECOND_FACTOR } from '../administration';
import { ask } from '../question';
import { type Rule } from '../rule';

export const deletionWithoutMfa: Rule = {
  id: 'deletion-without-mfa',
  severity: 'warning',
  why: 'to disable a key or schedule its deletion stops everything that depends on it',
  fix: 'add Bool aws:MultiFactorAuthPresent true',
  check: (policy, context) =>
    ask(policy, context, {
      of: ['identity', 'account', 'organization'],
      actions: ['kms:ScheduleKeyDeletion', 'kms:DisableKey'],
      without: SECOND_FACTOR,
    }).map(({ statement, subject, call }) => ({
      statement,
      call,
      message: `lets ${subject.name} call ${call.action} without a second factor`,
    })),
};
