import { allowed, asksFor, identities } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const lockoutCheckBypass: Rule = {
  id: 'lockout-check-bypass',
  severity: 'warning',
  why: 'a policy put with the check bypassed can lock everybody out of the key, and only AWS Support can undo that',
  fix: 'allow kms:PutKeyPolicy only with Null kms:BypassPolicyLockoutSafetyCheck true',
  check: ({ statements }) =>
    statements
      .filter(
        statement =>
          allowed(statement, ['kms:PutKeyPolicy']) && !asksFor(statement, 'kms:BypassPolicyLockoutSafetyCheck'),
      )
      .flatMap(statement =>
        identities(statement).map(identity => ({
          statement,
          message: `lets ${identity} put a policy past the lockout check`,
        })),
      ),
};
