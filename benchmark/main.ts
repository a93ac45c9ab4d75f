import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { measureColdStart } from './cold-start';
import { bundleContestants } from './contestants';
import { measurePipeline, renderPipeline } from './pipeline';
import { renderPlot } from './plot';
import { renderPrices } from './prices';
import { renderCell, renderColdStarts, renderSyntheses, renderTargets } from './print';
import { measureSynthesis } from './synthesis';
import { compareWithTargets } from './targets';
import { ALL_CELLS, LATENCY, measureThroughput, QUICK_CELLS } from './throughput';

const USAGE = `Usage: npm run benchmark -- [--quick] [--json] [--plot <file.svg>] | --synthesis | --messages <count> | --prices

  --quick     fewer sizes and rounds, in under a minute
  --json      the figures as JSON
  --plot      draw the processor time of every way and size
  --synthesis what an app with the construct takes until it is synthesised, and nothing of the writer
  --messages  send so many through the deployed writer in the sandbox instead, and count what is lost
  --prices    what a million messages cost, by the formulae of docs/scaling.md
`;

async function main(): Promise<void> {
  const [flag, text] = [{ type: 'boolean' }, { type: 'string' }] as const;
  const { values } = parseArgs({
    options: { quick: flag, json: flag, plot: text, messages: text, prices: flag, synthesis: flag, help: flag },
  });
  if (values.help) return void process.stdout.write(USAGE);
  if (values.messages) {
    const figures = await measurePipeline(Number(values.messages));
    process.stdout.write(`${values.json ? JSON.stringify(figures, undefined, 2) : renderPipeline(figures)}\n`);
    if (figures.stored < figures.messages || figures.deadLetters > 0) process.exitCode = 1;
    return;
  }
  if (values.prices) return void process.stdout.write(`${renderPrices()}\n`);

  const directory = mkdtempSync(path.join(tmpdir(), 'benchmark-'));
  try {
    const syntheses = await measureSynthesis(directory, SIZES, values.quick ? 3 : 9);
    if (values.synthesis) {
      const figures = values.json ? JSON.stringify(syntheses, undefined, 2) : renderSyntheses(syntheses);
      return void process.stdout.write(`${figures}\n`);
    }
    const contestants = bundleContestants(directory);
    const effort = values.quick
      ? { cells: QUICK_CELLS, rounds: 5, budget: 200 }
      : { cells: ALL_CELLS, rounds: 9, budget: 400 };
    const cells = await measureThroughput(contestants, effort);
    const coldStarts = await measureColdStart(contestants, directory, values.quick ? 7 : 15);
    const targets = compareWithTargets(cells, coldStarts, syntheses);
    if (values.plot) writeFileSync(values.plot, renderPlot(cells));
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ node: process.version, latencyMilliseconds: LATENCY, cells, coldStarts, syntheses, targets }, undefined, 2)}\n`
        : `${[...cells.map(renderCell), renderColdStarts(coldStarts), renderSyntheses(syntheses), renderTargets(targets)].join('\n')}\n`,
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** How many constructs the apps have. */
const SIZES = [1, 10, 50];

void main();
