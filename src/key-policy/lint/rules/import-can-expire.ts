import { allowed, asksForTrue, conditions, identities } from '../../evaluation/reading';
import { type Statement } from '../../statement';
import { type Rule } from '../rule';

export const importCanExpire: Rule = {
  id: 'import-can-expire',
  severity: 'warning',
  why: 'whoever imports material that expires in minutes, and makes it current, destroys the key with all its data',
  fix: 'add StringEquals kms:ExpirationModel KEY_MATERIAL_DOES_NOT_EXPIRE, or Bool aws:MultiFactorAuthPresent true',
  check: ({ statements }) =>
    statements
      .filter(
        statement =>
          allowed(statement, ['kms:ImportKeyMaterial']) &&
          !asksForLasting(statement) &&
          !asksForTrue(statement, 'aws:MultiFactorAuthPresent'),
      )
      .flatMap(statement =>
        identities(statement).map(identity => ({
          statement,
          message: `lets ${identity} import key material that expires, without a second factor`,
        })),
      ),
};

function asksForLasting(statement: Statement): boolean {
  return conditions(statement).some(
    ({ operator, key, values }) =>
      operator === 'StringEquals' &&
      key.toLowerCase() === 'kms:expirationmodel' &&
      values.every(value => value === 'KEY_MATERIAL_DOES_NOT_EXPIRE'),
  );
}
