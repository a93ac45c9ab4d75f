import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { REQUEST_MILLISECONDS } from './converge';
import { type Key } from './deploy-policy';
import { type PolicyDocument } from '../key-policy/statement';

/** A client whose requests are over in time or not at all: what has to be tried again is read again first. */
export function kmsClient(configuration: ConstructorParameters<typeof KMSClient>[0] = {}): KMSClient {
  const requestHandler = {
    connectionTimeout: REQUEST_MILLISECONDS,
    requestTimeout: REQUEST_MILLISECONDS,
    throwOnRequestTimeout: true,
  };
  return new KMSClient({ maxAttempts: 1, requestHandler, ...configuration });
}

/** A key of KMS. */
export function kmsKey(client: KMSClient, KeyId: string): Key {
  return {
    get: async () =>
      JSON.parse(
        (await client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }))).Policy!,
      ) as PolicyDocument,
    put: async document =>
      void (await client.send(
        new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: JSON.stringify(document) }),
      )),
    origin: async () => (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata!.Origin!,
  };
}
