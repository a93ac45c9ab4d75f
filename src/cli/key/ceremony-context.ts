import { generateMixed } from './generate';
import { readMaterial } from './material-options';
import type { CeremonyContext, CopyFiles } from '../../ceremony/ceremony-context';
import type { CeremonyRecord } from '../../ceremony/ceremony-record';
import { KeyMaterial } from '../../ceremony/key-material';
import { placeFile, readIfExists, writeNewFile } from '../../ceremony/new-file';
import { readMaterialFile } from '../../ceremony/read-material';
import type { RecordFile } from '../../ceremony/record-file';
import { askCaller } from '../caller';
import type { Clients } from '../clients';
import type { VerbContext } from '../verb';

/** The files of this machine, for copies of the material. */
export const COPY_FILES: CopyFiles = { write: writeNewFile, place: placeFile, read: readIfExists };

/** What the ceremony needs from the terminal, the files and AWS. */
export function ceremonyContext(
  context: VerbContext,
  clients: Clients,
  record: CeremonyRecord,
  file: Pick<RecordFile, 'save'>,
): CeremonyContext {
  const { terminal, now } = context;
  const { region } = record.plan;
  return {
    kms: clients.kms(region),
    kmsOnce: clients.once(region),
    requests: clients.requests,
    files: COPY_FILES,
    callerIdentity: () => askCaller(context, clients, region),
    readMaterial: () => readPlanned(context, clients, record),
    save: saved => file.save(saved),
    progress: text => terminal.progress(text),
    now,
  };
}

/** The material of the plan. What an interrupted try generated and kept in plaintext is not generated again. */
async function readPlanned({ terminal }: VerbContext, clients: Clients, record: CeremonyRecord): Promise<KeyMaterial> {
  const { region, source } = record.plan;
  if (source.kind === 'file') return readMaterial(source.path, terminal);
  if (source.kind === 'standard input') return readMaterial('-', terminal);
  const kept = record.copies.find(({ kind, state }) => kind === 'plaintext' && state === 'unconfirmed');
  if (kept && (await readIfExists(kept.file))?.fill(0)) return (await readMaterialFile(kept.file)).material;
  return source.kind === 'generated' && source.mixedWithKms
    ? generateMixed(clients.kms(region))
    : KeyMaterial.generate();
}
