import type { KMSClient } from '@aws-sdk/client-kms';
import { describeKey } from '../../ceremony/describe-key';

/** What the calls on a policy take: an id or an ARN as it is, an alias by the key behind it. */
export async function keyArnOf(client: KMSClient, keyId: string): Promise<string> {
  return /(^|:)alias\//.test(keyId) ? (await describeKey(client, keyId)).Arn : keyId;
}
