import { aliasOperations } from './alias-operations';
import { cryptoOperations } from './crypto-operations';
import { grantOperations } from './grant-operations';
import { importOperations } from './import-operations';
import { keyOperations } from './key-operations';
import { KmsError } from './kms-error';
import { type KmsKey } from './kms-key';
import { type Account, type ConditionKeys, type Json, type Operations } from './operation';
import { policyOperations } from './policy-operations';
import { replicaOperations } from './replica-operations';
import { rotationOperations } from './rotation-operations';
import { tagOperations } from './tag-operations';
import type { Authorize } from '../iam/authorization';
import type { Identity } from '../iam/identities';

const OPERATIONS: Operations = {
  ...keyOperations,
  ...aliasOperations,
  ...policyOperations,
  ...importOperations,
  ...rotationOperations,
  ...replicaOperations,
  ...cryptoOperations,
  ...grantOperations,
  ...tagOperations,
};

/** Serves one call, over HTTP or in the process, after asking whether the caller may. */
export async function dispatch(
  account: Account,
  authorize: Authorize,
  caller: Identity,
  region: string,
  action: string,
  input: Json,
  context: ConditionKeys = {},
): Promise<Json> {
  const operation = Object.hasOwn(OPERATIONS, action) ? OPERATIONS[action] : undefined;
  if (!operation) throw new KmsError('UnknownOperationException', `The sandbox does not know the operation ${action}`);
  let key: KmsKey | undefined;
  const require = async (permission: string, on: KmsKey | string, conditions: ConditionKeys = {}) => {
    if (typeof on !== 'string') key = on;
    const resource = typeof on === 'string' ? on : on.arn;
    const call = {
      principal: caller.principal,
      action: permission,
      resource,
      context: { ...caller.context, ...context, ...conditionsOf(account, region, on, input), ...conditions },
    };
    const verdict = await authorize(call);
    if (verdict.allowed) return;
    if (
      account.grants.allows(resource, caller.principal, permission.replace('kms:', ''), input.EncryptionContext ?? {})
    ) {
      return;
    }
    throw new KmsError(
      'AccessDeniedException',
      `User: ${caller.principal} is not authorized to perform: ${permission} on resource: ${resource} because ${verdict.reason}`,
    );
  };
  const call = { action, caller, region, input, context };
  try {
    const answer = (await operation({ account, caller, region, input, require, context })) ?? {};
    if (key !== undefined && Object.hasOwn(cryptoOperations, action)) {
      key.lastUse = { operation: action, at: account.now() };
    }
    account.watch?.({ ...call, key: key ?? account.keys.byArn(answer.KeyMetadata?.Arn), answer });
    return answer;
  } catch (error) {
    account.watch?.({ ...call, key, error: error as Error });
    throw error;
  }
}

/** The condition keys that KMS sets on every call that is on a key. */
function conditionsOf(account: Account, region: string, on: KmsKey | string, input: Json): ConditionKeys {
  const conditions: ConditionKeys = { 'kms:CallerAccount': account.id, 'aws:RequestedRegion': region };
  if (typeof on === 'string') return conditions;
  const aliases = account.keys.aliasesOf(on.region, on).map(({ name }) => name);
  const asked = /(?:^|:)(alias\/.+)$/.exec(input.KeyId ?? '')?.[1];
  return {
    ...conditions,
    'kms:KeyOrigin': on.shared.origin,
    'kms:KeySpec': 'SYMMETRIC_DEFAULT',
    'kms:KeyUsage': 'ENCRYPT_DECRYPT',
    'kms:MultiRegion': String(on.shared.multiRegion),
    ...(on.shared.multiRegion && {
      'kms:MultiRegionKeyType': on.isPrimary ? 'PRIMARY' : 'REPLICA',
      'kms:PrimaryRegion': on.shared.primaryRegion,
    }),
    ...(aliases.length > 0 && { 'kms:ResourceAliases': aliases }),
    ...(asked && { 'kms:RequestAlias': asked }),
    ...Object.fromEntries([...on.tags].map(([name, value]) => [`aws:ResourceTag/${name}`, value])),
  };
}
