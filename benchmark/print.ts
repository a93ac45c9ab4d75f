import type { ColdStart } from './cold-start';
import { type Phases, type SynthesisFigures, total } from './synthesis';
import type { Target } from './targets';
import type { CellFigures } from './throughput';

/** Writes a table in Markdown, so that a run can go into the documentation as it is. */
export function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map(row => row[column].length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}

export function renderCell({ batchSize, kibibytes, roundTripMilliseconds, contestants }: CellFigures): string {
  const rows = contestants.map(({ name, cpuMicroseconds, cpuRatio, wallMilliseconds, wallRatio }) => [
    name,
    cpuMicroseconds.toFixed(0),
    cpuRatio.toFixed(2),
    wallMilliseconds.toFixed(3),
    wallRatio.toFixed(2),
  ]);
  const title = `Batches of ${batchSize}, bodies of ${kibibytes} KiB (a bare request takes ${roundTripMilliseconds.toFixed(1)} ms)`;
  return `${title}\n\n${renderTable(['way', 'CPU µs a message', '× ours', 'wall ms a message', '× ours'], rows)}\n`;
}

export function renderColdStarts(coldStarts: readonly ColdStart[]): string {
  const rows = coldStarts.map(({ name, kilobytes, initMilliseconds, cpuMilliseconds, cpuRatio }) => [
    name,
    kilobytes?.toFixed(0) ?? '',
    initMilliseconds.toFixed(0),
    cpuMilliseconds.toFixed(0),
    cpuRatio.toFixed(2),
  ]);
  return `Cold start\n\n${renderTable(['bundle', 'kB', 'init ms', 'init CPU ms', '× plain'], rows)}\n`;
}

export function renderSyntheses(syntheses: readonly SynthesisFigures[]): string {
  const row = (constructs: number, library: string, phases: Phases, ratio: string) => [
    `${constructs}, ${library}`,
    ...[phases.load, phases.construct, phases.synth, total(phases)].map(milliseconds => milliseconds.toFixed(0)),
    ratio,
  ];
  const rows = syntheses.flatMap(({ constructs, cpuRatio, ours, peer }) => [
    row(constructs, 'ours', ours, cpuRatio.toFixed(2)),
    row(constructs, 'Solutions Constructs', peer, '1.00'),
  ]);
  const header = ['constructs in an app', 'load, CPU ms', 'construct', 'synth', 'together', '× the peer'];
  return `Load and synthesis\n\n${renderTable(header, rows)}\n`;
}

export function renderTargets(targets: readonly Target[]): string {
  return renderTable(
    ['target', 'wanted', 'got', ''],
    targets.map(({ says, wanted, got, met }) => [says, wanted, got.toFixed(2), met ? 'met' : 'MISSED']),
  );
}
