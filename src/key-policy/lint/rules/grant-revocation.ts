import { type Rule } from '../rule';
import { askWithoutSecondFactor } from '../second-factor';

export const grantRevocation: Rule = {
  id: 'grant-revocation',
  severity: 'warning',
  why: "DynamoDB uses the key by a grant: without it the table can't be read or written",
  fix: 'give kms:RevokeGrant and kms:RetireGrant to a role of its own with Bool aws:MultiFactorAuthPresent true, or to nobody',
  check: (policy, context) =>
    askWithoutSecondFactor(policy, context, {
      of: ['identity', 'account', 'organization'],
      actions: ['kms:RevokeGrant', 'kms:RetireGrant'],
      given: { 'kms:GrantIsForAWSResource': 'true' },
      without: ['kms:ViaService'],
    }).map(({ statement, subject, call }) => ({
      statement,
      call,
      message: `lets ${subject.name} take back DynamoDB\'s grant with ${call.action}`,
    })),
};
