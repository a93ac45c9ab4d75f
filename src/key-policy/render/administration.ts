import { MANAGE_ACTIONS, READ_ACTIONS } from '../key-actions';
import { allow, allowRoles } from './allow';
import { LOCKOUT_CHECK_ON, MFA, renderCondition } from './conditions';
import { type KeyPolicyFacts } from './facts';
import { type Statement } from '../statement';

/**
 * Those who look after the key and cannot use it: no cryptographic action, no `kms:CreateGrant`, and no way round KMS's
 * lockout check.
 */
export function renderAdministration(facts: KeyPolicyFacts): Statement[] {
  return [
    ...allowRoles(facts, 'AdminsManage', facts.adminRoleArns, [...READ_ACTIONS, ...MANAGE_ACTIONS].sort()),
    ...allowRoles(facts, 'AdminsPutPolicy', facts.adminRoleArns, ['kms:PutKeyPolicy'], LOCKOUT_CHECK_ON),
    ...renderPolicyManager(facts),
    ...renderBreakGlass(facts),
    ...renderCustody(facts),
    ...renderDestruction(facts),
    ...allowRoles(facts, 'AuditorsRead', facts.auditorRoleArns, READ_ACTIONS),
  ];
}

/** KMS takes a policy only from a caller whom that policy lets put the next one: so the custom resource stays in it. */
function renderPolicyManager(facts: KeyPolicyFacts): Statement[] {
  const roleArns = facts.policyManagerRoleArn === undefined ? [] : [facts.policyManagerRoleArn];
  return allowRoles(
    facts,
    'PolicyManager',
    roleArns,
    ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:PutKeyPolicy'],
    LOCKOUT_CHECK_ON,
  );
}

/**
 * The account principal alone would hand the key to every IAM policy of the account; its ARN as the caller's is the
 * root user's only.
 */
function renderBreakGlass(facts: KeyPolicyFacts): Statement[] {
  if (!facts.breakGlass) return [];
  const root = `arn:${facts.partition}:iam::${facts.account}:root`;
  const rootUser = renderCondition({ ArnEquals: { 'aws:PrincipalArn': root } }, LOCKOUT_CHECK_ON);
  return [
    allow(facts, 'BreakGlass', { AWS: root }, ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:PutKeyPolicy'], rootUser),
  ];
}

/** Material travels under the strongest wrapping KMS offers for a symmetric key, or not at all. */
function renderCustody(facts: KeyPolicyFacts): Statement[] {
  return [
    ...allowRoles(facts, 'CustodiansWrap', facts.custodianRoleArns, ['kms:GetParametersForImport'], {
      StringEquals: { 'kms:WrappingAlgorithm': 'RSAES_OAEP_SHA_256', 'kms:WrappingKeySpec': 'RSA_4096' },
    }),
    ...allowRoles(facts, 'CustodiansImport', facts.custodianRoleArns, [
      'kms:DescribeKey',
      'kms:GetKeyRotationStatus',
      'kms:ImportKeyMaterial',
      'kms:ListKeyRotations',
      'kms:RotateKeyOnDemand',
    ]),
  ];
}

function renderDestruction(facts: KeyPolicyFacts): Statement[] {
  const longestWait = { NumericGreaterThanEquals: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' } };
  return [
    ...allowRoles(
      facts,
      'DestroyersStop',
      facts.destroyerRoleArns,
      ['kms:DeleteImportedKeyMaterial', 'kms:DescribeKey', 'kms:DisableKey'],
      MFA,
    ),
    ...allowRoles(
      facts,
      'DestroyersScheduleDeletion',
      facts.destroyerRoleArns,
      ['kms:ScheduleKeyDeletion'],
      facts.strictConditions ? renderCondition(MFA, longestWait) : MFA,
    ),
  ];
}
