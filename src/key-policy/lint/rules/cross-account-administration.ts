import { coversAction } from '../../evaluation/match';
import { principals } from '../../evaluation/reading';
import { accountOf } from '../../evaluation/request';
import { type Rule } from '../rule';

/** Of the actions this package speaks of, those that KMS takes from the key's own account only. */
const OWN_ACCOUNT_ONLY = [
  'kms:CancelKeyDeletion',
  'kms:DeleteImportedKeyMaterial',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:GetKeyPolicy',
  'kms:GetParametersForImport',
  'kms:ImportKeyMaterial',
  'kms:ListKeyPolicies',
  'kms:PutKeyPolicy',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateKeyDescription',
];

export const crossAccountAdministration: Rule = {
  id: 'cross-account-administration',
  severity: 'error',
  why: 'KMS ignores administration from another account: the statement looks like a second administrator and is none',
  fix: "name a role of the key's own account that people of the other one may assume",
  check: ({ statements }, { account }) =>
    statements.flatMap(statement => {
      const ignored =
        statement.Effect === 'Allow' ? OWN_ACCOUNT_ONLY.filter(action => coversAction(statement, action)) : [];
      const foreign = principals(statement).filter(principal => (accountOf(principal) ?? account) !== account);
      return ignored.length === 0
        ? []
        : foreign.map(principal => ({
            statement,
            message: `lets ${principal} call ${ignored.join(', ')}, which KMS ignores`,
          }));
    }),
};
