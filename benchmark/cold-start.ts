import { statSync } from 'node:fs';
import * as path from 'node:path';
import { bundlePlainCommonJs, OURS, PLAIN, POWERTOOLS, type Contestant } from './contestants';
import { median } from './median';
import { environment, Process } from './processes';

export interface ColdStart {
  readonly name: string;
  /** Nothing for what is not bundled. */
  readonly kilobytes?: number;
  readonly initMilliseconds: number;
  readonly cpuMilliseconds: number;
  /** How many times the processor time of the plain bundle of lib-dynamodb, the median of the rounds. */
  readonly cpuRatio: number;
}

/** What a fresh process takes to load each bundle and make its client, turn by turn. */
export async function measureColdStart(
  contestants: readonly Contestant[],
  directory: string,
  rounds: number,
): Promise<ColdStart[]> {
  const entries = [
    ...[PLAIN, OURS, POWERTOOLS].map(name => ({
      name,
      file: contestants.find(contestant => contestant.name === name)!.bundle,
    })),
    { name: 'lib-dynamodb, CommonJS bundle', file: bundlePlainCommonJs(directory) },
    { name: 'lib-dynamodb, not bundled', file: path.join(__dirname, 'contestants', 'unbundled.cjs') },
  ];
  const samples = entries.map((): { wallMilliseconds: number; cpuMilliseconds: number }[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { file }] of entries.entries()) {
      const [, sample] = await Process.start('load.mjs', [file], environment('http://127.0.0.1:9'));
      samples[index].push(sample as (typeof samples)[number][number]);
    }
  }
  return entries.map(({ name, file }, index) => ({
    name,
    kilobytes: file.endsWith('unbundled.cjs') ? undefined : statSync(file).size / 1000,
    initMilliseconds: median(samples[index].map(({ wallMilliseconds }) => wallMilliseconds)),
    cpuMilliseconds: median(samples[index].map(({ cpuMilliseconds }) => cpuMilliseconds)),
    cpuRatio: median(
      samples[index].map(({ cpuMilliseconds }, round) => cpuMilliseconds / samples[0][round].cpuMilliseconds),
    ),
  }));
}
