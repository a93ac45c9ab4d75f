import { SECOND_FACTOR } from '../administration';
import { ask } from '../question';
import { type Rule } from '../rule';

export const rotationWithoutMfa: Rule = {
  id: 'rotation-without-mfa',
  severity: 'warning',
  why: 'from a rotation on the key lives only as long as the new material, which somebody else may have brought',
  fix: 'add Bool aws:MultiFactorAuthPresent true',
  check: (policy, context) =>
    ask(policy, context, {
      of: ['identity', 'account', 'organization'],
      actions: ['kms:RotateKeyOnDemand'],
      without: SECOND_FACTOR,
    }).map(({ statement, subject, call }) => ({
      statement,
      call,
      message: `lets ${subject.name} call kms:RotateKeyOnDemand without a second factor`,
    })),
};
