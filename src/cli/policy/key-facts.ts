import { type GrantListEntry, type KMSClient, ListAliasesCommand, ListGrantsCommand } from '@aws-sdk/client-kms';
import { parseArn } from '../../arn';
import { describeKey, type Key } from '../../ceremony/describe-key';
import { askCaller } from '../caller';
import { withClients } from '../clients';
import type { VerbContext } from '../verb';
import { unlessDenied } from './key-grants';

/** What AWS says of a key beside its policy; nothing where the caller may not ask. */
export interface KeyFacts {
  readonly key?: Key;
  readonly aliases?: readonly string[];
  readonly grants?: readonly GrantListEntry[];
  /** Who asked. */
  readonly caller?: string;
}

/** Reads all about a key that the caller may read. */
export async function readKeyFacts(context: VerbContext, keyArn: string): Promise<KeyFacts> {
  return withClients(context, keyArn, async clients => {
    const kms = clients.kms();
    const [key, aliases, grants, caller] = await Promise.all([
      unlessDenied(describeKey(kms, keyArn)),
      unlessDenied(listAliases(kms, keyArn)),
      unlessDenied(listGrants(kms, keyArn)),
      unlessDenied(askCaller(context, clients, parseArn(keyArn)?.region)),
    ]);
    return {
      ...(key && { key }),
      ...(aliases && { aliases }),
      ...(grants && { grants }),
      ...(caller && { caller: caller.arn }),
    };
  });
}

async function listAliases(kms: KMSClient, KeyId: string): Promise<readonly string[]> {
  const { Aliases: aliases = [] } = await kms.send(new ListAliasesCommand({ KeyId }));
  return aliases.flatMap(({ AliasName: name }) => name ?? []);
}

async function listGrants(kms: KMSClient, KeyId: string): Promise<readonly GrantListEntry[]> {
  const grants: GrantListEntry[] = [];
  let Marker: string | undefined;
  do {
    const page = await kms.send(new ListGrantsCommand({ KeyId, Marker }));
    grants.push(...(page.Grants ?? []));
    Marker = page.NextMarker;
  } while (Marker);
  return grants;
}
