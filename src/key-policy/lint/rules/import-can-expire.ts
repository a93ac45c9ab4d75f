import { SECOND_FACTOR } from '../administration';
import { ask } from '../question';
import { type Rule } from '../rule';

export const importCanExpire: Rule = {
  id: 'import-can-expire',
  severity: 'warning',
  why: 'whoever imports material that expires in minutes, and makes it current, destroys the key with all its data',
  fix: 'add StringEquals kms:ExpirationModel KEY_MATERIAL_DOES_NOT_EXPIRE, or Bool aws:MultiFactorAuthPresent true',
  check: (policy, context) =>
    ask(policy, context, {
      of: ['identity', 'account', 'organization'],
      actions: ['kms:ImportKeyMaterial'],
      given: { 'kms:ExpirationModel': 'KEY_MATERIAL_EXPIRES', 'kms:ValidTo': '1' },
      without: SECOND_FACTOR,
    }).map(({ statement, subject, call }) => ({
      statement,
      call,
      message: `lets ${subject.name} import key material that expires, without a second factor`,
    })),
};
