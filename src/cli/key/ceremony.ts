import { holdCeremony, requirePossible } from '../../ceremony/ceremony';
import { type CeremonyRecord, RecordFile } from '../../ceremony/ceremony-record';
import { requireNoFile, writeNewFile } from '../../ceremony/new-file';
import { renderRecordPage } from '../../ceremony/record-page';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { CliError } from '../cli-error';
import { confirm } from '../confirm';
import type { Verb, VerbContext } from '../verb';
import { CEREMONY_OPTIONS, readCeremony, resumeCeremony } from './ceremony-options';
import { ceremonyPorts } from './ceremony-ports';
import { withClients } from '../clients';
import { COPY_OPTIONS_HELP } from './copy-options';
import { CREATE_OPTIONS_HELP } from './create-options';
import { MATERIAL_OPTIONS_HELP } from './material-options';
import { renderChecks } from './verify';
import { WRAPPING_OPTIONS_HELP } from './wrapping-options';

/** `key ceremony` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key ceremony (--generate | --material FILE) [options]
  encrypted-queue-to-table key ceremony --resume RECORD [--yes]

Holds the whole ceremony: creates the key, wraps the material in memory, imports it, verifies the key, and leaves
a record: a JSON file and a page to sign. What was interrupted goes on from the record, which holds no secret.

Options:
${MATERIAL_OPTIONS_HELP}
  --mix-kms-random           Mix 32 bytes of kms:GenerateRandom into generated material.
  --key-id KEY               Import into this key, which has no material yet, in place of creating one.
${CREATE_OPTIONS_HELP}
  --expires WHEN             never, days such as 90d, or a date; 365 days at most. [default: never]
${COPY_OPTIONS_HELP}
${WRAPPING_OPTIONS_HELP}
  --record FILE              Where the record goes. [default: key-ceremony-<id>.json]
  --operator NAME            Who holds the ceremony, for the record.
  --witness NAME             Who watches it, for the record; needs --operator.
  --resume RECORD            Go on with the ceremony of this record.
  --dry-run                  Say what would be done, and do nothing.
  --yes                      Do not ask.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key ceremony --generate --escrow-key escrow.pem --escrow-out escrow.bin --yes`,

  options: { ...AWS_OPTIONS, ...CEREMONY_OPTIONS },

  run: async context => {
    const { terminal, values } = context;
    const resumed = values.text('resume') === undefined ? undefined : await resumeCeremony(context);
    const record = resumed?.record ?? (await readCeremony(context));
    const path = resumed?.file.path ?? values.text('record') ?? `key-ceremony-${record.id}.json`;
    const page = path.replace(/(\.json)?$/, '.md');
    if (!resumed) requireNoFile(path);
    requireNoFile(page);
    if (values.flag('dry-run')) {
      terminal.result(describePlan(record, path));
      return 0;
    }
    if (terminal.interactive && !values.flag('yes')) terminal.progress(describePlan(record, path));
    if (!(await confirm(context, 'go on?'))) return 1;
    if (!resumed) {
      await withClients(context, record.plan.keyId, clients =>
        requirePossible(record, clients.kms(record.plan.region)),
      );
    }
    const file = resumed?.file ?? (await RecordFile.create(path, record));
    await hold(context, record, file);
    await writeNewFile(page, renderRecordPage(record));
    return report(context, record, path, page);
  },
};

async function hold(context: VerbContext, record: CeremonyRecord, file: RecordFile): Promise<void> {
  try {
    await withClients(context, record.key?.arn ?? record.plan.keyId, clients =>
      holdCeremony(record, ceremonyPorts(context, clients, record, file)),
    );
  } catch (error) {
    context.terminal.progress(
      `the ceremony stopped; go on with: encrypted-queue-to-table key ceremony --resume ${file.path} --yes`,
    );
    throw error;
  }
}

function report({ terminal }: VerbContext, record: CeremonyRecord, path: string, page: string): number {
  const checks = record.checks ?? [];
  terminal.progress(`verified:\n${renderChecks(checks)}`);
  terminal.progress(`record: ${path}, page to sign: ${page}`);
  terminal.result(record.key?.arn ?? '');
  if (checks.some(({ verdict }) => verdict === 'no')) throw new NotVerified(record.key?.arn ?? '');
  if (checks.some(({ verdict }) => verdict === 'unknown')) {
    terminal.warning(
      'not all could be checked: the caller may not use the key, which is as it should be for an operator',
    );
  }
  if (record.copies.length === 0 && record.plan.source.kind === 'generated') {
    terminal.warning('no copy of the key material was kept: nothing can bring it back');
  }
  return 0;
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

function describePlan({ plan, key }: CeremonyRecord, path: string): string {
  const existing = key?.arn ?? plan.keyId;
  return [
    `the ceremony in ${plan.region}:`,
    existing
      ? `  use key ${existing}`
      : `  create a ${plan.multiRegion ? 'multi' : 'single'}-Region key of origin EXTERNAL${plan.alias ? `, ${plan.alias}` : ''}`,
    `  take key material: ${plan.source.kind === 'file' ? `file ${plan.source.path}` : plan.source.kind}`,
    `  wrap it with ${plan.wrapping.wrappingAlgorithm} under ${plan.wrapping.wrappingKeySpec}`,
    ...(plan.copies.escrow ? [`  keep a copy for the escrow in ${plan.copies.escrow.file}`] : []),
    ...(plan.copies.plaintextFile ? [`  keep the plaintext in ${plan.copies.plaintextFile}`] : []),
    `  import it: ${plan.expires ? `expires ${plan.expires}` : 'does not expire'}`,
    `  verify the key; record in ${path}`,
  ].join('\n');
}
