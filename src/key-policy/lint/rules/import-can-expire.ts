import { type Rule } from '../rule';
import { askWithoutSecondFactor } from '../second-factor';

export const importCanExpire: Rule = {
  id: 'import-can-expire',
  severity: 'warning',
  why: 'whoever imports material that expires in minutes, and makes it current, destroys the key with all its data',
  fix: 'add StringEquals kms:ExpirationModel KEY_MATERIAL_DOES_NOT_EXPIRE, or Bool aws:MultiFactorAuthPresent true',
  check: (policy, context) =>
    askWithoutSecondFactor(policy, context, {
      of: ['identity', 'account', 'organization'],
      actions: ['kms:ImportKeyMaterial'],
      given: { 'kms:ExpirationModel': 'KEY_MATERIAL_EXPIRES', 'kms:ValidTo': '1' },
    }).map(({ statement, subject, call }) => ({
      statement,
      call,
      message: `lets ${subject.name} import key material that expires, without a second factor`,
    })),
};
