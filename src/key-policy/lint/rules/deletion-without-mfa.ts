import { type Rule } from '../rule';
import { askWithoutSecondFactor } from '../second-factor';

export const deletionWithoutMfa: Rule = {
  id: 'deletion-without-mfa',
  severity: 'warning',
  why: 'to disable a key or schedule its deletion stops everything that depends on it',
  fix: 'add Bool aws:MultiFactorAuthPresent true',
  check: (policy, context) =>
    askWithoutSecondFactor(policy, context, {
      of: ['identity', 'account', 'organization'],
      actions: ['kms:ScheduleKeyDeletion', 'kms:DisableKey'],
    }).map(({ statement, subject, call }) => ({
      statement,
      call,
      message: `lets ${subject.name} call ${call.action} without a second factor`,
    })),
};
