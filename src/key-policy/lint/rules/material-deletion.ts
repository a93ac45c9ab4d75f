import { type Rule } from '../rule';
import { askWithoutSecondFactor } from '../second-factor';

export const materialDeletion: Rule = {
  id: 'material-deletion',
  severity: 'error',
  why: 'kms:DeleteImportedKeyMaterial has no waiting period: queue and table are unusable at once',
  fix: 'give it to a role of its own with Bool aws:MultiFactorAuthPresent true, or to nobody',
  check: (policy, context) =>
    askWithoutSecondFactor(policy, context, {
      of: ['identity', 'account', 'organization'],
      actions: ['kms:DeleteImportedKeyMaterial'],
    }).map(({ statement, subject, call }) => ({
      statement,
      call,
      message: `lets ${subject.name} delete the key material at once, without a second factor`,
    })),
};
