import type { CeremonyRecord, StepEntry } from './ceremony-record';

/** The record as a page to read, print and sign. */
export function renderRecordPage(record: CeremonyRecord): string {
  const { plan, caller, key, material } = record;
  const facts: [string, string | undefined][] = [
    ['Ceremony', record.id],
    ['Started', record.started],
    ['Finished', record.finished],
    ['Operator', record.operator],
    ['Witness', record.witness],
    ['Caller', caller?.arn],
    ['Key', key?.arn],
    ['Alias', plan.alias],
    ['Multi-Region', plan.multiRegion ? 'yes' : 'no'],
    ['Key policy', record.policyDigest ?? 'not read: the caller has no kms:GetKeyPolicy'],
    ['Source of the material', sourceOf(record)],
    ['Wrapping', `${plan.wrapping.wrappingAlgorithm}, ${plan.wrapping.wrappingKeySpec}`],
    ['Fingerprint', material?.fingerprint],
    ['Key material id', material?.keyMaterialId],
    ['Expires', plan.expires ?? 'never'],
    ...record.copies.map(({ kind, file, digest }): [string, string] => [
      kind === 'escrow' ? 'Escrow' : 'Plaintext copy',
      digest ? `${file} (${digest})` : file,
    ]),
  ];
  return (
    `# Key ceremony ${record.id}\n\n| | |\n|---|---|\n${facts.flatMap(([name, value]) => (value ? row(name, value) : [])).join('\n')}\n\n` +
    `## Steps\n\n| When | Step | Result | Detail | Requests |\n|---|---|---|---|---|\n${record.steps.map(stepRow).join('\n')}\n\n` +
    `## Checks\n\n| Check | Answer | Detail |\n|---|---|---|\n${(record.checks ?? []).map(({ name, verdict, detail }) => row(name, verdict, detail)).join('\n')}\n\n` +
    'This page holds no secret. The fingerprint is a salted scrypt hash: whoever holds the material can check it, nobody can find the material by it.\n\n' +
    `${[record.operator ?? 'Operator', record.witness].flatMap(name => (name ? `${name}: ______________________    Date: ____________\n` : [])).join('\n')}`
  );
}

function stepRow({ at, step, result, detail, requests }: StepEntry): string {
  const calls = requests.map(
    ({ operation, requestId, error }) => `${operation}${error ? ` (${error})` : ''} ${requestId ?? 'without answer'}`,
  );
  return row(at, step, result, detail, calls.join('<br>'));
}

function sourceOf({ plan: { source } }: CeremonyRecord): string {
  if (source.kind === 'generated') {
    return source.mixedWithKms ? 'generated here, mixed with kms:GenerateRandom' : 'generated here';
  }
  return source.kind === 'file' ? `file ${source.path}` : source.kind;
}

function row(...cells: string[]): string {
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
