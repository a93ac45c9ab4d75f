import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import { CeremonyError } from './ceremony-error';
import { type Key } from './describe-key';
import type { Kms } from './kms';

export interface KeyPlan {
  readonly multiRegion: boolean;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The first key policy, as text; KMS's default one if missing. */
  readonly policy?: string;
}

/**
 * Creates a key of origin EXTERNAL, without key material.
 *
 * @param kms a client that does not retry: CreateKey knows no idempotency, and a second try after a lost answer makes a
 * second key
 */
export async function createKey(kms: Kms, plan: KeyPlan): Promise<Key> {
  const tags = Object.entries(plan.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  const { KeyMetadata: metadata } = await kms.send(
    new CreateKeyCommand({
      Origin: 'EXTERNAL',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: plan.multiRegion,
      Description: plan.description,
      Policy: plan.policy,
      Tags: tags.length > 0 ? tags : undefined,
    }),
  );
  return metadata as Key;
}

/** Gives a key its alias, unless it has it. */
export async function ensureAlias(kms: Kms, alias: string, keyId: string): Promise<void> {
  const owner = await findAliasOwner(kms, alias);
  if (owner === keyId) return;
  if (owner) throw aliasTaken(alias, owner);
  await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: keyId })).catch(async (error: Error) => {
    // else an answer was lost and the call repeated
    if (error.name !== 'AlreadyExistsException' || (await findAliasOwner(kms, alias)) !== keyId) throw error;
  });
}

/** Throws when an alias already names a key: said before a key is created for it. */
export async function requireFreeAlias(kms: Kms, alias: string): Promise<void> {
  const owner = await findAliasOwner(kms, alias);
  if (owner) throw aliasTaken(alias, owner);
}

/** Throws unless a text can be an alias of the account. */
export function requireAlias(alias: string): void {
  if (/^alias\/(?!aws\/)[a-zA-Z0-9/_-]{1,250}$/.test(alias)) return;
  throw new CeremonyError(
    `an alias must be 'alias/' and 1 to 250 letters, digits, '/', '_' or '-', not under 'alias/aws/', got '${alias}'`,
  );
}

/** Finds the key that an interrupted ceremony created without learning of it, by its tag. */
export async function findKeyByTag(kms: Kms, name: string, value: string): Promise<string | undefined> {
  let marker: string | undefined;
  do {
    const { Keys: keys = [], NextMarker: next } = await kms.send(new ListKeysCommand({ Marker: marker }));
    for (const { KeyId, KeyArn } of keys) {
      const tags = await kms.send(new ListResourceTagsCommand({ KeyId })).catch(() => ({ Tags: [] }));
      if (tags.Tags?.some(tag => tag.TagKey === name && tag.TagValue === value)) return KeyArn;
    }
    marker = next;
  } while (marker);
  return undefined;
}

async function findAliasOwner(kms: Kms, alias: string): Promise<string | undefined> {
  try {
    const { KeyMetadata: metadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }));
    return metadata?.KeyId;
  } catch (error) {
    if ((error as Error).name === 'NotFoundException') return undefined;
    throw error;
  }
}

function aliasTaken(alias: string, owner: string): CeremonyError {
  return new CeremonyError(
    `${alias} already names key ${owner}`,
    'take another alias, or move it: aws kms update-alias',
  );
}
