import { allowed, asksForTrue, identities } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const rotationWithoutMfa: Rule = {
  id: 'rotation-without-mfa',
  severity: 'warning',
  why: 'from a rotation on the key lives only as long as the new material, which somebody else may have brought',
  fix: 'add Bool aws:MultiFactorAuthPresent true',
  check: ({ statements }) =>
    statements
      .filter(
        statement =>
          allowed(statement, ['kms:RotateKeyOnDemand']) && !asksForTrue(statement, 'aws:MultiFactorAuthPresent'),
      )
      .flatMap(statement =>
        identities(statement).map(identity => ({
          statement,
          message: `lets ${identity} call kms:RotateKeyOnDemand without a second factor`,
        })),
      ),
};
