import { mkdtempSync } from 'node:fs';
import * as path from 'node:path';
import { median } from './median';
import { Process } from './processes';

/** What a library takes of the processor until an app with some of its constructs is synthesised, in milliseconds. */
export interface SynthesisFigures {
  readonly constructs: number;
  readonly ours: Phases;
  readonly peer: Phases;
  /** How many times the processor time of the peer, the median of the rounds. */
  readonly cpuRatio: number;
}

export interface Phases {
  readonly load: number;
  readonly construct: number;
  readonly synth: number;
}

/** Measures the construct beside Solutions Constructs, in an app of its own process each time, turn by turn. */
export async function measureSynthesis(
  directory: string,
  sizes: readonly number[],
  rounds: number,
): Promise<SynthesisFigures[]> {
  const figures: SynthesisFigures[] = [];
  for (const constructs of sizes) {
    const samples = { ours: [] as Phases[], peer: [] as Phases[] };
    for (let round = 0; round < rounds; round++) {
      for (const library of ['ours', 'peer'] as const) {
        const outdir = mkdtempSync(path.join(directory, 'assembly-'));
        // as in a terminal: both print deprecations of CDK's own, which takes a little time
        const [, sample] = await Process.start('synth.mjs', [library, String(constructs), outdir], {}, 'ignore');
        samples[library].push(sample as Phases);
      }
    }
    const ratios = samples.ours.map((phases, round) => total(phases) / total(samples.peer[round]));
    figures.push({ constructs, ours: medians(samples.ours), peer: medians(samples.peer), cpuRatio: median(ratios) });
  }
  return figures;
}

export function total({ construct, load, synth }: Phases): number {
  return load + construct + synth;
}

function medians(samples: readonly Phases[]): Phases {
  const of = (phase: keyof Phases) => median(samples.map(sample => sample[phase]));
  return { load: of('load'), construct: of('construct'), synth: of('synth') };
}
