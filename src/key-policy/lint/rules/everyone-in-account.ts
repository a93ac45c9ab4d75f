import { KMS_ACTIONS } from '../../kms-actions';
import { ask } from '../question';
import { type Rule } from '../rule';

export const everyoneInAccount: Rule = {
  id: 'everyone-in-account',
  severity: 'warning',
  why: 'whom a statement lets in by itself, no IAM policy can keep out: each role and user is in, and each that comes',
  fix: 'name the roles, or the account as principal, which leaves it to IAM policies',
  check: (policy, context) =>
    ask(policy, context, { of: ['account', 'organization'], actions: KMS_ACTIONS }).map(
      ({ statement, subject, call }) => ({
        statement,
        call,
        message: `lets ${subject.name} call ${call.action}, whatever their IAM policies say`,
      }),
    ),
};
