import { KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import type { Sandbox } from '../sandbox';

/** What an administrator does with a key; using it is not among it. */
const ADMINISTRATION = [
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:GetKeyPolicy',
  'kms:GetParametersForImport',
  'kms:ImportKeyMaterial',
  'kms:ListGrants',
  'kms:PutKeyPolicy',
];

/**
 * Closes a key, so that it leaves nothing to IAM, and admits the key policy manager of a stack, whose role need not
 * exist yet.
 */
export async function closeKey(
  sandbox: Sandbox,
  keyArn: string,
  administrator: string,
  stackName = 'OrdersStack',
): Promise<void> {
  const { account, region } = sandbox;
  const manager = `arn:aws:iam::${account}:role/${stackName}-key-${region}`;
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Administrators of the key',
        Effect: 'Allow',
        Principal: { AWS: administrator },
        Action: ADMINISTRATION,
        Resource: '*',
      },
      {
        Sid: 'Let the deployment put the policy',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListGrants', 'kms:PutKeyPolicy'],
        Resource: '*',
        Condition: { ArnEquals: { 'aws:PrincipalArn': manager } },
      },
    ],
  };
  const kms = new KMSClient(sandbox.clientOf(administrator));
  await kms.send(new PutKeyPolicyCommand({ KeyId: keyArn, Policy: JSON.stringify(policy) }));
  kms.destroy();
}
