import { MANAGE_ACTIONS, READ_ACTIONS } from '../key-actions';
import { allow, allowRoles } from './allow';
import { LOCKOUT_CHECK_ON, MFA, renderCondition } from './conditions';
import { type KeyPolicyFacts } from './facts';
import { type Statement } from '../statement';

/** What the statements on administration depend on. */
export type AdministrationFacts = Pick<
  KeyPolicyFacts,
  | 'sidPrefix'
  | 'partition'
  | 'account'
  | 'policyManagerRoleArn'
  | 'adminRoleArns'
  | 'custodianRoleArns'
  | 'destroyerRoleArns'
  | 'auditorRoleArns'
  | 'breakGlass'
  | 'custodiansMayDestroy'
  | 'destructionWithoutMfa'
  | 'strictConditions'
>;

/**
 * Those who look after the key and cannot use it: no cryptographic action, no `kms:CreateGrant`, and no way round KMS's
 * lockout check.
 */
export function renderAdministration(facts: AdministrationFacts): Statement[] {
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

/**
 * KMS takes a policy only from a caller who may put the next one under it: so the key policy manager stays in it. It
 * also lists grants, which let their holders in past the policy.
 */
function renderPolicyManager(facts: AdministrationFacts): Statement[] {
  const roleArns = facts.policyManagerRoleArn === undefined ? [] : [facts.policyManagerRoleArn];
  return allowRoles(
    facts,
    'PolicyManager',
    roleArns,
    ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListGrants', 'kms:PutKeyPolicy'],
    LOCKOUT_CHECK_ON,
  );
}

/**
 * The account principal alone would hand the key to every IAM policy of the account; its ARN as the caller's is the
 * root user's only.
 */
function renderBreakGlass(facts: AdministrationFacts): Statement[] {
  if (!facts.breakGlass) return [];
  const root = `arn:${facts.partition}:iam::${facts.account}:root`;
  const rootUser = renderCondition({ ArnEquals: { 'aws:PrincipalArn': root } }, LOCKOUT_CHECK_ON);
  return [
    allow(facts, 'BreakGlass', { AWS: root }, ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:PutKeyPolicy'], rootUser),
  ];
}

/**
 * Material travels under the strongest wrapping KMS offers for a symmetric key, or not at all. Who imports it can't let
 * it expire, nor make it current: with both, a thief would swap the key's material for some that is gone in minutes.
 */
function renderCustody(facts: AdministrationFacts): Statement[] {
  const wrapping = {
    StringEquals: { 'kms:WrappingAlgorithm': 'RSAES_OAEP_SHA_256', 'kms:WrappingKeySpec': 'RSA_4096' },
  };
  const importers = [...facts.custodianRoleArns, ...facts.destroyerRoleArns];
  return [
    ...allowRoles(facts, 'CustodiansWrap', importers, ['kms:GetParametersForImport'], wrapping),
    ...allowRoles(facts, 'CustodiansRead', importers, [
      'kms:DescribeKey',
      'kms:GetKeyRotationStatus',
      'kms:ListKeyRotations',
    ]),
    ...allowRoles(
      facts,
      'CustodiansImport',
      facts.custodianRoleArns,
      ['kms:ImportKeyMaterial'],
      expirationModel('KEY_MATERIAL_DOES_NOT_EXPIRE'),
    ),
  ];
}

/** What ends the key, or can: only with a second factor, unless the user said that nobody's session has one. */
function renderDestruction(facts: AdministrationFacts): Statement[] {
  const mfa = facts.destructionWithoutMfa ? {} : MFA;
  const longestWait = { NumericGreaterThanEquals: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' } };
  const allowDestruction = (name: string, roleArns: readonly string[], actions: string[], condition = {}) => {
    const both = renderCondition(mfa, condition);
    return allowRoles(facts, name, roleArns, actions, Object.keys(both).length > 0 ? both : undefined);
  };
  const { destroyerRoleArns } = facts;
  const replacers = [...destroyerRoleArns, ...(facts.custodiansMayDestroy ? facts.custodianRoleArns : [])];
  return [
    ...allowDestruction('DestroyersStop', destroyerRoleArns, ['kms:DeleteImportedKeyMaterial', 'kms:DisableKey']),
    ...allowDestruction(
      'DestroyersScheduleDeletion',
      destroyerRoleArns,
      ['kms:ScheduleKeyDeletion'],
      facts.strictConditions ? longestWait : {},
    ),
    ...allowDestruction(
      'DestroyersImportExpiring',
      replacers,
      ['kms:ImportKeyMaterial'],
      expirationModel('KEY_MATERIAL_EXPIRES'),
    ),
    ...allowDestruction('DestroyersRotate', replacers, ['kms:RotateKeyOnDemand']),
    ...allowDestruction('DestroyersRevokeGrants', destroyerRoleArns, ['kms:ListGrants', 'kms:RevokeGrant']),
  ];
}

function expirationModel(model: string): NonNullable<Statement['Condition']> {
  return { StringEquals: { 'kms:ExpirationModel': model } };
}
