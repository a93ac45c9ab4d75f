import { ListAliasesCommand } from '@aws-sdk/client-kms';
import type { Kms } from './kms';

/** The name of every alias of a key. */
export async function listAliases(kms: Kms, keyArn: string): Promise<string[]> {
  const names: string[] = [];
  let marker: string | undefined;
  do {
    const page = await kms.send(new ListAliasesCommand({ KeyId: keyArn, Marker: marker }));
    names.push(...(page.Aliases ?? []).flatMap(({ AliasName: name }) => name ?? []));
    marker = page.NextMarker;
  } while (marker);
  return names;
}
