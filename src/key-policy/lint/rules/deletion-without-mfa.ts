import { allowed, asksForTrue, identities } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const deletionWithoutMfa: Rule = {
  id: 'deletion-without-mfa',
  severity: 'warning',
  why: 'to disable a key or schedule its deletion stops everything that depends on it',
  fix: 'add Bool aws:MultiFactorAuthPresent true',
  check: ({ statements }) =>
    statements
      .filter(statement => !asksForTrue(statement, 'aws:MultiFactorAuthPresent'))
      .flatMap(statement => {
        const action = allowed(statement, ['kms:ScheduleKeyDeletion', 'kms:DisableKey']);
        return action === undefined
          ? []
          : identities(statement).map(identity => ({
              statement,
              message: `lets ${identity} call ${action} without a second factor`,
            }));
      }),
};
