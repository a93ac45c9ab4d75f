import type { CeremonyRecord } from '../../ceremony/ceremony-record';
import { writeNewFile } from '../../ceremony/new-file';
import { readRecord, type RecordFile, type StoredRecord } from '../../ceremony/record-file';
import { renderRecordPage } from '../../ceremony/record-page';
import { CliError } from '../cli-error';
import type { Terminal } from '../terminal';
import type { VerbContext } from '../verb';
import { warnOfPlaintext } from './copy-options';
import { signFile } from './signature';
import { renderChecks } from './verify';

/** The page to sign, beside its record. */
export function pageOf(record: string): string {
  return record.replace(/(\.json)?$/, '.html');
}

/** Leaves the page and the signature of a finished record, and says what came of it. Answers the exit code. */
export async function finishRecord(context: VerbContext, record: CeremonyRecord, file: RecordFile): Promise<number> {
  const { terminal, values } = context;
  const { path } = file;
  const checks = record.checks ?? [];
  terminal.result(record.key?.arn ?? '');
  await file.finish();
  await writePage(pageOf(path), await readRecord(path), path);
  await signFile(path, values, terminal);
  terminal.progress(`verified:\n${renderChecks(checks)}`);
  terminal.progress(`record: ${path}, page to sign: ${pageOf(path)}`);
  reportCopies(record, terminal);
  if (checks.some(({ verdict }) => verdict === 'no')) throw new NotVerified(record.key?.arn ?? '');
  if (checks.some(({ verdict }) => verdict === 'unknown')) {
    terminal.warning(
      'not all could be checked: the caller may not use the key, which is as it should be for an operator',
    );
  }
  return 0;
}

/** Writes the page of a record, which can be made again at any time. */
export async function writePage(page: string, { record, content }: StoredRecord, path: string): Promise<void> {
  await writeNewFile(page, renderRecordPage(record, content)).catch((error: Error) => {
    const again = `encrypted-queue-to-table key ceremony page --record ${path} --out FILE`;
    throw new CliError(`the ceremony is finished, but its page is not written: ${error.message}`, again);
  });
}

/** Says which file is the copy of the key's material, and which is not. */
function reportCopies({ copies, plan, key }: CeremonyRecord, terminal: Terminal): void {
  const kept = copies.filter(({ state }) => state === 'kept');
  for (const { kind, file } of kept) {
    if (kind === 'plaintext') warnOfPlaintext(file, terminal);
    else terminal.progress(`copy for the escrow, of the imported material: ${file}`);
  }
  for (const { file } of copies.filter(({ state }) => state === 'superseded')) {
    terminal.warning(`'${file}' is left from an interrupted try, and no copy of this key's material: destroy it`);
  }
  if (kept.length > 0 || plan.source.kind !== 'generated') return;
  terminal.warning(`no copy of the key material of ${key?.arn} was kept: nothing can bring it back`);
}

class NotVerified extends CliError {
  public override readonly exitCode = 3;

  public constructor(arn: string) {
    super(
      'the material is imported, but the key does not pass every check',
      `look again with: encrypted-queue-to-table key verify --key-id ${arn}`,
    );
  }
}
