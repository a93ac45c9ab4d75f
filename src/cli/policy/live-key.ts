import { GetKeyPolicyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { isKeyId, parseArn, parseKeyArn } from '../../arn';
import { describeKey } from '../../ceremony/describe-key';
import { parsePolicy } from '../../key-policy/parse-policy';
import type { PolicyDocument } from '../../key-policy/statement';
import { withClients } from '../clients';
import type { VerbContext } from '../verb';

/** A key, with the policy it has now. */
export interface LiveKey {
  readonly keyArn: string;
  readonly document: PolicyDocument;
}

/** Whether the command line names a key: by its ARN, its id or an alias. */
export function isKeyName(text: string): boolean {
  return text.startsWith('alias/') || isKeyId(text) || parseArn(text)?.service === 'kms';
}

/** Reads the policy that a key has now. */
export async function readLiveKey(context: VerbContext, keyId: string): Promise<LiveKey> {
  return withClients(context, keyId, async clients => {
    const keyArn = await keyArnOf(clients.kms(), keyId);
    const { Policy } = await clients.kms().send(new GetKeyPolicyCommand({ KeyId: keyArn, PolicyName: 'default' }));
    return { keyArn, document: parsePolicy(Policy ?? '', keyArn) };
  });
}

/** The ARN of a key that the command line names by its ARN, its id or an alias. */
export async function keyArnOf(client: KMSClient, keyId: string): Promise<string> {
  return parseKeyArn(keyId) ? keyId : (await describeKey(client, keyId)).Arn;
}
