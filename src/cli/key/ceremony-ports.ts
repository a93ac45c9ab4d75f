import { existsSync } from 'node:fs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { keepCopies } from './copy-options';
import { generateMixed } from './generate';
import { readMaterial } from './material-options';
import type { CeremonyPorts } from '../../ceremony/ceremony';
import type { CeremonyRecord, RecordFile } from '../../ceremony/ceremony-record';
import { KeyMaterial } from '../../ceremony/key-material';
import { readMaterialFile } from '../../ceremony/read-material';
import { clientConfiguration } from '../aws';
import type { Clients } from '../clients';
import type { VerbContext } from '../verb';

/** What the ceremony needs from the terminal, the files and AWS. */
export function ceremonyPorts(
  context: VerbContext,
  clients: Clients,
  record: CeremonyRecord,
  file: RecordFile,
): CeremonyPorts {
  const { terminal, now } = context;
  const { region, source, copies } = record.plan;
  return {
    kms: clients.kms(region),
    kmsOnce: clients.once(region),
    requests: clients.requests,
    callerIdentity: () => callerIdentity(context, clients, region),
    material: async () => {
      const kept = record.copies.find(({ kind, file: path }) => kind === 'plaintext' && existsSync(path));
      if (source.kind === 'file') return readMaterial(source.path, terminal);
      if (source.kind === 'standard input') return readMaterial('-', terminal);
      if (kept) return (await readMaterialFile(kept.file)).material;
      return source.mixedWithKms ? generateMixed(clients.kms(region)) : KeyMaterial.generate();
    },
    keepCopies: async material => {
      const tries = record.copies.filter(({ kind }) => kind === 'escrow').length;
      const written = await keepCopies(
        material,
        {
          ...(copies.plaintextFile !== undefined &&
            !record.copies.some(({ kind }) => kind === 'plaintext') && { plaintextFile: copies.plaintextFile }),
          ...(copies.escrow && {
            escrow: { ...copies.escrow, file: tries === 0 ? copies.escrow.file : `${copies.escrow.file}.${tries + 1}` },
          }),
        },
        terminal,
      );
      record.copies.push(...written);
      return written.map(({ kind, file: path }) => `${kind}: ${path}`).join(', ') || 'none';
    },
    save: saved => file.save(saved),
    progress: text => terminal.progress(text),
    now,
  };
}

async function callerIdentity(
  { aws }: VerbContext,
  { requests }: Clients,
  region: string,
): Promise<{ arn: string; account: string }> {
  const sts = requests.watch(new STSClient(clientConfiguration(aws, region)));
  try {
    const { Arn: arn = '', Account: account = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { arn, account };
  } finally {
    sts.destroy();
  }
}
