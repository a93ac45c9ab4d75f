import type { GrantListEntry } from '@aws-sdk/client-kms';
import { parseKeyArn } from '../../arn';
import { describeKey, type Key } from '../../ceremony/describe-key';
import type { Kms } from '../../ceremony/kms';
import { listAliases } from '../../ceremony/list-aliases';
import { listGrants } from '../../ceremony/list-grants';
import { CliError } from '../cli-error';
import { unlessDenied } from '../unless-denied';

/** What AWS says of a key beside its policy; nothing where the caller may not ask. */
export interface KeyFacts {
  readonly keyArn: string;
  readonly key?: Key;
  readonly aliases?: readonly string[];
  readonly grants?: readonly GrantListEntry[];
}

/** Reads all about a key that the caller may read. */
export async function readKeyFacts(kms: Kms, keyId: string): Promise<KeyFacts> {
  const key = await unlessDenied(describeKey(kms, keyId));
  const keyArn = key?.Arn ?? keyId;
  if (!parseKeyArn(keyArn)) {
    throw new CliError(
      `the caller may not call kms:DescribeKey, which finds the ARN of '${keyId}'`,
      'name the key by its ARN: what the caller may read of it is then shown',
    );
  }
  const [aliases, grants] = await Promise.all([
    unlessDenied(listAliases(kms, keyArn)),
    unlessDenied(listGrants(kms, keyArn)),
  ]);
  return { keyArn, ...(key && { key }), ...(aliases && { aliases }), ...(grants && { grants }) };
}
