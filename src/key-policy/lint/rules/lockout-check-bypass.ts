import { ask } from '../question';
import { type Rule } from '../rule';

export const lockoutCheckBypass: Rule = {
  id: 'lockout-check-bypass',
  severity: 'warning',
  why: 'a policy put with the check bypassed can lock everybody out of the key, and only AWS Support can undo that',
  fix: 'allow kms:PutKeyPolicy only with BoolIfExists kms:BypassPolicyLockoutSafetyCheck false',
  check: (policy, context) =>
    ask(policy, context, {
      of: ['identity', 'account', 'organization'],
      actions: ['kms:PutKeyPolicy'],
      given: { 'kms:BypassPolicyLockoutSafetyCheck': 'true' },
    }).map(({ statement, subject, call }) => ({
      statement,
      call,
      message: `lets ${subject.name} put a policy past the lockout check`,
    })),
};
