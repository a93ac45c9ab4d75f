import { KMS_ACTIONS } from '../../kms-actions';
import { ask } from '../question';
import { type Rule } from '../rule';

export const federatedPrincipal: Rule = {
  id: 'federated-principal',
  severity: 'error',
  why: 'an identity provider is everybody whom somebody else signs in',
  fix: 'let them assume a role, and name the role',
  check: (policy, context) =>
    ask(policy, context, { of: ['provider'], actions: KMS_ACTIONS }).map(({ statement, subject, call }) => ({
      statement,
      call,
      message: `lets everybody whom ${subject.name} signs in call ${call.action}`,
    })),
};
