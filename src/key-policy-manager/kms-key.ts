import {
  DescribeKeyCommand,
  GetKeyLastUsageCommand,
  GetKeyPolicyCommand,
  KMSClient,
  type GrantListEntry,
  paginateListAliases,
  paginateListGrants,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import { REQUEST_MILLISECONDS } from './converge';
import { type ManagedKey } from './managed-key';
import { type KeyGrant } from '../key-policy/grants';
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
export function kmsKey(client: KMSClient, KeyId: string): ManagedKey {
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
    grants: async () => {
      const grants: KeyGrant[] = [];
      for await (const { Grants = [] } of paginateListGrants({ client }, { KeyId })) {
        grants.push(...Grants.map(grantOf));
      }
      return grants;
    },
    aliases: async () => {
      const names: string[] = [];
      for await (const { Aliases = [] } of paginateListAliases({ client }, { KeyId })) {
        names.push(...Aliases.map(({ AliasName }) => AliasName!));
      }
      return names;
    },
    lastUse: async () => {
      const { KeyLastUsage: use } = await client.send(new GetKeyLastUsageCommand({ KeyId }));
      return use?.Timestamp && `${use.Timestamp.toISOString()}${use.Operation ? ` by ${use.Operation}` : ''}`;
    },
  };
}

/** A grant as KMS lists it, in our words. */
export function grantOf({ Constraints, GranteePrincipal, GrantId, Operations }: GrantListEntry): KeyGrant {
  const context = Constraints?.EncryptionContextSubset ?? Constraints?.EncryptionContextEquals;
  const tableName = context?.['aws:dynamodb:tableName'];
  return {
    id: GrantId!,
    grantee: GranteePrincipal ?? 'nobody that KMS names',
    operations: Operations ?? [],
    ...(tableName !== undefined && { tableName }),
  };
}
