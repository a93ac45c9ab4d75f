import { GetKeyPolicyCommand } from '@aws-sdk/client-kms';
import { policyDigest } from '../policy-digest';
import type { Kms } from './kms';

/** The digest of a key policy as KMS has it, or nothing when the caller may not read it. */
export async function readPolicyDigest(kms: Kms, keyArn: string): Promise<string | undefined> {
  try {
    const { Policy: policy = '' } = await kms.send(new GetKeyPolicyCommand({ KeyId: keyArn }));
    return policyDigest(JSON.parse(policy));
  } catch (error) {
    if ((error as Error).name === 'AccessDeniedException') return undefined;
    throw error;
  }
}
