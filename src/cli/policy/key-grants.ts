import type { KMSClient } from '@aws-sdk/client-kms';
import type { KeyGrant } from '../../key-policy/grants';
import { kmsKey } from '../../key-policy-manager/kms-key';

/** The grants of a key; nothing where the caller may not list them. */
export async function readKeyGrants(client: KMSClient, keyArn: string): Promise<readonly KeyGrant[] | undefined> {
  return unlessDenied(kmsKey(client, keyArn).grants());
}

/** An answer of AWS; nothing where the caller may not ask. */
export async function unlessDenied<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: Error) => {
    if (/^AccessDenied/.test(error.name)) return undefined;
    throw error;
  });
}
