import { allowed, asksForTrue, identities } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const materialDeletion: Rule = {
  id: 'material-deletion',
  severity: 'error',
  why: 'kms:DeleteImportedKeyMaterial has no waiting period: queue and table are unusable at once',
  fix: 'give it to a role of its own with Bool aws:MultiFactorAuthPresent true, or to nobody',
  check: ({ statements }) =>
    statements
      .filter(
        statement =>
          allowed(statement, ['kms:DeleteImportedKeyMaterial']) &&
          !asksForTrue(statement, 'aws:MultiFactorAuthPresent'),
      )
      .flatMap(statement =>
        identities(statement).map(identity => ({
          statement,
          message: `lets ${identity} delete the key material at once, without a second factor`,
        })),
      ),
};
