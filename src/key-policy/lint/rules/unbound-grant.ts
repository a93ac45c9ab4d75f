import { ask } from '../question';
import { type Rule } from '../rule';

/** A grant that lets a role of another account decrypt, or whatever other operation the policy lets it hold. */
const GRANT_TO_A_STRANGER = {
  'kms:GrantIsForAWSResource': 'false',
  'kms:GranteePrincipal': 'arn:aws:iam::999999999999:role/any-role',
};

export const unboundGrant: Rule = {
  id: 'unbound-grant',
  severity: 'error',
  why: 'whoever may create a grant can give the key to themselves or anybody, past the policy and without a trace in it',
  fix: 'allow kms:CreateGrant only with Bool kms:GrantIsForAWSResource true, or to nobody',
  check: (policy, context) =>
    ask(policy, context, {
      of: ['identity', 'account', 'organization'],
      actions: ['kms:CreateGrant'],
      given: GRANT_TO_A_STRANGER,
      without: ['kms:ViaService'],
    }).map(({ statement, subject, call }) => ({
      statement,
      call,
      message: `lets ${subject.name} grant the key to anybody with kms:CreateGrant`,
    })),
};
