import type { Machine } from './ceremony-record';
import { digestOf } from './fingerprint';
import { renderPage, renderTable } from './page';

/** What came of a drill: whether the copy of an escrow still opens, and is the material of the key. */
export interface DrillRecord {
  readonly format: string;
  readonly at: string;
  readonly operator?: string;
  readonly witness?: string;
  readonly machine: Machine;
  readonly ceremony: string;
  readonly keyArn?: string;
  readonly fingerprint: string;
  readonly escrow: string;
  readonly digest?: string;
  readonly recipient?: string;
  readonly opens: boolean;
  readonly matches: boolean;
  /** Whether it is byte for byte a copy that the record of the ceremony names. */
  readonly known: boolean;
  readonly reason: string;
}

/** The record of a drill as a page to print and sign. */
export function renderDrillPage(drill: DrillRecord, recordText: string): string {
  const { machine } = drill;
  const facts: [string, string | undefined][] = [
    ['When', drill.at],
    ['Operator', drill.operator],
    ['Witness', drill.witness],
    ['Ceremony', drill.ceremony],
    ['Key', drill.keyArn],
    ['Fingerprint', drill.fingerprint],
    ['Copy', drill.escrow],
    ['Digest of the copy', drill.digest],
    ['Opens with', drill.recipient && `key ${drill.recipient}`],
    ['It opens', yesOrNo(drill.opens)],
    ['It is the material of the key', drill.matches ? 'yes' : `NO: ${drill.reason}`],
    ['It is a copy that the record names', yesOrNo(drill.known)],
    ['Host', machine.host],
    ['Program', `${machine.version}, commit ${machine.commit}, Node ${machine.node}, ${machine.program}`],
  ];
  const rows = facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const people = [drill.operator ?? 'Operator', ...(drill.witness === undefined ? [] : [drill.witness])];
  return renderPage('Escrow drill', [renderTable(undefined, undefined, rows)], people, [
    `The record of this page has the digest ${digestOf(recordText)}.`,
  ]);
}

function yesOrNo(holds: boolean): string {
  return holds ? 'yes' : 'NO';
}
