import { SECOND_FACTOR } from '../administration';
import { ask } from '../question';
import { type Rule } from '../rule';

export const materialDeletion: Rule = {
  id: 'material-deletion',
  severity: 'error',
  why: 'kms:DeleteImportedKeyMaterial has no waiting period: queue and table are unusable at once',
  fix: 'give it to a role of its own with Bool aws:MultiFactorAuthPresent true, or to nobody',
  check: (policy, context) =>
    ask(policy, context, {
      of: ['identity', 'account', 'organization'],
      actions: ['kms:DeleteImportedKeyMaterial'],
      without: SECOND_FACTOR,
    }).map(({ statement, subject, call }) => ({
      statement,
      call,
      message: `lets ${subject.name} delete the key material at once, without a second factor`,
    })),
};
