import type { CeremonyRecord, Copy, StepEntry } from './ceremony-record';
import { digestOf } from './fingerprint';
import { type Cell, renderPage, renderTable } from './page';

/**
 * The record as a page to print and sign.
 *
 * @param recordContent the record file as it is on disk: the page names its digest
 */
export function renderRecordPage(record: CeremonyRecord, recordContent: Buffer): string {
  const { id, operator, witness, copies, machines, confirmations, checks, steps } = record;
  const digest = digestOf(recordContent);
  const sections = [
    renderTable(undefined, undefined, factsOf(record)),
    renderTable('Copies', ['Copy', 'File', 'Opens with, digest, fingerprint'], copies.map(copyRow)),
    renderTable(
      'Confirmed',
      ['By', 'What', 'Code', 'When'],
      confirmations.map(({ by, of, code, at }) => [by, of, code, at]),
    ),
    renderTable(
      'Machines and programs',
      ['Part', 'Host', 'Program', 'Clock'],
      machines.map(({ part, host, version, commit, program, node, clock }) => [
        part,
        host,
        [`${version}, commit ${commit}, Node ${node}`, program],
        clock,
      ]),
    ),
    renderTable('Steps', ['When', 'Step', 'Result', 'Detail and requests', 'Initials'], steps.map(stepRow)),
    renderTable(
      'Checks',
      ['Check', 'Answer', 'Detail'],
      (checks ?? []).map(({ name, verdict, detail }) => [name, verdict, detail]),
    ),
  ];
  const people = [operator ?? 'Operator', ...(witness === undefined ? [] : [witness])];
  return renderPage(`Key ceremony ${id}`, sections, people, [
    `The record of this page has the digest ${digest}.`,
    'This page holds no secret. The fingerprint is a salted scrypt hash: whoever holds the material can check it with key check. Nobody can find the material by it.',
  ]);
}

function factsOf(record: CeremonyRecord): Cell[][] {
  const { plan, caller, key, material, codes = {}, offline = {} } = record;
  const facts: [string, Cell | undefined][] = [
    ['Ceremony', record.id],
    ['Started', record.started],
    ['Finished', record.finished ?? 'not finished'],
    ['Operator', record.operator],
    ['Witness', record.witness],
    ['Offline operator', offline.operator],
    ['Offline witness', offline.witness],
    ['Plaintext offline', offline.plaintextFile],
    ['Caller', caller?.arn],
    ['Account', caller?.account],
    ['Endpoint', plan.endpoint],
    ['Key', key?.arn],
    ['Alias', plan.alias],
    ['Multi-Region', plan.multiRegion ? 'yes' : 'no'],
    ['Key policy', record.policyDigest ?? 'not read: the caller has no kms:GetKeyPolicy'],
    ['Source of the material', sourceOf(record)],
    ['Wrapping', `${plan.wrapping.wrappingAlgorithm}, ${plan.wrapping.wrappingKeySpec}`],
    ['Wrapped material', record.wrapped?.digest],
    ['Fingerprint', material?.fingerprint],
    ['Key material id', material?.keyMaterialId],
    ['Expires', plan.expires ?? 'never'],
    ...Object.entries(codes).map(([name, code]): [string, string] => [`Code of the ${name} bundle`, code]),
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

function copyRow({ kind, file, state, recipient, digest, fingerprint }: Copy): Cell[] {
  const names: Record<Copy['state'], string> = {
    kept: kind === 'escrow' ? 'escrow' : 'PLAINTEXT: destroy or lock away',
    begun: 'not complete: destroy',
    unconfirmed: 'not confirmed',
    superseded: 'SUPERSEDED, never imported: destroy',
    lost: 'superseded; no longer there',
  };
  return [names[state], file, [recipient && `key ${recipient}`, digest, fingerprint].flatMap(line => line ?? [])];
}

function stepRow({ at, step, result, detail, requests }: StepEntry): Cell[] {
  const calls = requests.map(
    ({ operation, requestId, error }) => `${operation}${error ? ` (${error})` : ''} ${requestId ?? 'without answer'}`,
  );
  return [at, step, result, [detail, ...calls], ''];
}

function sourceOf({ plan: { source } }: CeremonyRecord): string {
  if (source.kind === 'generated') {
    return source.mixedWithKms ? 'generated, mixed with kms:GenerateRandom' : 'generated';
  }
  return source.kind === 'file' ? `file ${source.path}` : source.kind;
}
