import { USE_ACTIONS } from '../../key-actions';
import { ask } from '../question';
import { type Rule } from '../rule';
import { isOwnIam } from '../subjects';

export const noViaService: Rule = {
  id: 'no-via-service',
  severity: 'error',
  why: 'without it the role can call KMS itself, on any ciphertext it comes by, past the queue and the table and their policies',
  fix: 'add StringEquals kms:ViaService with the service the role uses the key through',
  check: (policy, context) =>
    ask(policy, context, {
      of: ['identity', 'iam', 'account', 'organization'],
      actions: USE_ACTIONS,
      without: ['kms:ViaService', 'kms:EncryptionContext:', 'kms:EncryptionContextKeys'],
    })
      .filter(({ subject }) => !isOwnIam(subject, context))
      .map(({ statement, subject, call }) => ({
        statement,
        call,
        message: `lets ${subject.name} call ${call.action} without a service`,
      })),
};
