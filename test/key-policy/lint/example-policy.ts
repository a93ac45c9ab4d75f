import { lint } from '../../../src/key-policy/lint/lint';
import { renderKeyPolicy } from '../../../src/key-policy/render/render';
import { type PolicyDocument, type Statement } from '../../../src/key-policy/statement';
import { ACCOUNT, keyPolicyFacts, QUEUE_ARN, role } from '../../support/key-policy-facts';

export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
export const OURS = renderKeyPolicy(keyPolicyFacts({ strictConditions: true })).Statement;
export const VIA_SQS = {
  'kms:ViaService': 'sqs.eu-west-1.amazonaws.com',
  'kms:EncryptionContext:aws:sqs:arn': QUEUE_ARN,
};
export const MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
export const LASTING = { 'kms:ExpirationModel': 'KEY_MATERIAL_DOES_NOT_EXPIRE' };
export const CHECKED = { Null: { 'kms:BypassPolicyLockoutSafetyCheck': 'true' } };

export const policy = (...statements: readonly Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});
export const foreign = (changes: Partial<Statement>): Statement => ({
  Sid: 'Foreign',
  Effect: 'Allow',
  Principal: { AWS: role('App') },
  Action: 'kms:ListGrants',
  Resource: '*',
  ...changes,
});
export const messages = (document: PolicyDocument, rule: string) =>
  lint(document, { account: ACCOUNT })
    .filter(finding => finding.rule === rule)
    .map(({ message }) => message);
