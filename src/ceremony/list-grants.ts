import { type GrantListEntry, ListGrantsCommand } from '@aws-sdk/client-kms';
import type { Kms } from './kms';

/** Every grant on a key. */
export async function listGrants(kms: Kms, keyArn: string): Promise<GrantListEntry[]> {
  const grants: GrantListEntry[] = [];
  let marker: string | undefined;
  do {
    const page = await kms.send(new ListGrantsCommand({ KeyId: keyArn, Marker: marker }));
    grants.push(...(page.Grants ?? []));
    marker = page.NextMarker;
  } while (marker);
  return grants;
}
