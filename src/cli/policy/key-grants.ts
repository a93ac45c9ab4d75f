import type { KMSClient } from '@aws-sdk/client-kms';
import type { KeyGrant } from '../../key-policy/grants';
import { kmsKey } from '../../key-policy-manager/kms-key';
import { unlessDenied } from '../unless-denied';

/** The grants of a key; nothing where the caller may not list them. */
export async function readKeyGrants(client: KMSClient, keyArn: string): Promise<readonly KeyGrant[] | undefined> {
  return unlessDenied(kmsKey(client, keyArn).grants());
}
