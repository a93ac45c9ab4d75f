import { type Rule } from '../rule';
import { askWithoutSecondFactor } from '../second-factor';

export const rotationWithoutMfa: Rule = {
  id: 'rotation-without-mfa',
  severity: 'warning',
  why: 'from a rotation on the key lives only as long as the new material, which somebody else may have brought',
  fix: 'add Bool aws:MultiFactorAuthPresent true',
  check: (policy, context) =>
    askWithoutSecondFactor(policy, context, {
      of: ['identity', 'account', 'organization'],
      actions: ['kms:RotateKeyOnDemand'],
    }).map(({ statement, subject, call }) => ({
      statement,
      call,
      message: `lets ${subject.name} call kms:RotateKeyOnDemand without a second factor`,
    })),
};
