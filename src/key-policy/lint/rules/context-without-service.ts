import { type Context } from '../../evaluation/request';
import { USE_ACTIONS } from '../../key-actions';
import { ask } from '../question';
import { type Rule } from '../rule';
import { isOwnIam } from '../subjects';

/** Whether a call is allowed only for an encryption context: any other is for the rule no-via-service. */
function hasEncryptionContext(context: Context = {}): boolean {
  return Object.keys(context).some(key => /^kms:encryptioncontext/i.test(key));
}

export const contextWithoutService: Rule = {
  id: 'context-without-service',
  severity: 'warning',
  why: 'whoever calls KMS itself says what the encryption context is: it keeps a role to one kind of data, not to one queue or table',
  fix: 'add StringEquals kms:ViaService, unless the role encrypts by itself',
  check: (policy, context) =>
    ask(policy, context, {
      of: ['identity', 'iam', 'account', 'organization'],
      actions: USE_ACTIONS,
      without: ['kms:ViaService'],
    })
      .filter(({ subject, call: { context: found } }) => !isOwnIam(subject, context) && hasEncryptionContext(found))
      .map(({ statement, subject, call }) => ({
        statement,
        call,
        message: `lets ${subject.name} call ${call.action} without a service, for one encryption context`,
      })),
};
