import type { CellFigures } from './throughput';

const WIDTH = 860;
const LEFT = 250;
const BAR = 16;
const GAP = 34;
const COLOURS = ['#0b6e4f', '#c8553d', '#e09f3e', '#6c757d', '#8d99ae', '#adb5bd'];

/** Draws the processor time of a message as bars on a logarithmic scale, a group for each load. */
export function renderPlot(cells: readonly CellFigures[]): string {
  const figures = cells.flatMap(({ contestants }) => contestants.map(({ cpuMicroseconds }) => cpuMicroseconds));
  const lowest = 10 ** Math.floor(Math.log10(Math.min(...figures)));
  const highest = 10 ** Math.ceil(Math.log10(Math.max(...figures)));
  const x = (value: number): number =>
    LEFT + ((WIDTH - LEFT - 60) * Math.log10(value / lowest)) / Math.log10(highest / lowest);
  const parts: string[] = [];
  let y = 40;
  for (const { batchSize, kibibytes, contestants } of cells) {
    parts.push(text(10, y + 12, `batches of ${batchSize}, ${kibibytes} KiB`, 'start', 'bold'));
    y += 22;
    for (const [index, { name, cpuMicroseconds }] of contestants.entries()) {
      parts.push(text(LEFT - 8, y + 12, name, 'end'));
      parts.push(
        `<rect x="${LEFT}" y="${y}" width="${(x(cpuMicroseconds) - LEFT).toFixed(1)}" height="${BAR - 3}" fill="${COLOURS[index]}"/>`,
      );
      parts.push(text(x(cpuMicroseconds) + 5, y + 11, `${cpuMicroseconds.toFixed(0)} µs`, 'start'));
      y += BAR;
    }
    y += GAP - BAR;
  }
  for (let tick = lowest; tick <= highest; tick *= 10) {
    parts.unshift(`<line x1="${x(tick)}" y1="36" x2="${x(tick)}" y2="${y - 8}" stroke="#dee2e6"/>`);
    parts.push(text(x(tick), 30, `${tick} µs`, 'middle'));
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" font-family="sans-serif" font-size="11">`,
    `<rect width="${WIDTH}" height="${y}" fill="#fff"/>`,
    text(10, 16, 'Processor time a message, logarithmic', 'start', 'bold'),
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function text(x: number, y: number, content: string, anchor: string, weight = 'normal'): string {
  return `<text x="${x.toFixed(1)}" y="${y}" text-anchor="${anchor}" font-weight="${weight}">${content}</text>`;
}
