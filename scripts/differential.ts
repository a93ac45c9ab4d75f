import { parseArgs } from 'node:util';
import { compare } from '../test/key-policy/evaluation/differential';

/** The long form of the differential test: `npx projen differential -- --runs 1000000 --seed 1`. */
const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } });
const BATCH = 10_000;

async function main(): Promise<void> {
  const [runs, seed] = [Number(values.runs ?? BATCH), Number(values.seed ?? Date.now() % 1_000_000)];
  for (let done = 0; done < runs; done += BATCH) {
    const { open, ...counts } = await compare(Math.min(BATCH, runs - done), seed + done);
    console.log(JSON.stringify({ seed: seed + done, ...counts, open: open.length }));
    for (const one of open) console.log(JSON.stringify(one));
    if (open.length > 0) process.exitCode = 1;
  }
}

void main();
