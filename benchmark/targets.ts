import type { ColdStart } from './cold-start';
import { FLOOR, OURS, PLAIN, POWERTOOLS, SEED } from './contestants';
import type { SynthesisFigures } from './synthesis';
import type { CellFigures } from './throughput';

export interface Target {
  readonly says: string;
  readonly wanted: string;
  readonly got: number;
  readonly met: boolean;
}

/**
 * What the writer and the construct promise, next to what this run measured. Processor ratios hold for bodies of 1 KiB,
 * the floor for every size.
 */
export function compareWithTargets(
  cells: readonly CellFigures[],
  coldStarts: readonly ColdStart[],
  syntheses: readonly SynthesisFigures[],
): Target[] {
  const targets = cells.flatMap(cell => {
    const load = `batches of ${cell.batchSize}, ${cell.kibibytes} KiB`;
    const ratio = (name: string): number => cell.contestants.find(figures => figures.name === name)!.cpuRatio;
    const ours = cell.contestants.find(({ name }) => name === OURS)!;
    const many = cell.batchSize >= 100;
    return [
      ...(cell.kibibytes === 1
        ? [
            atLeast(`CPU of the seed's way, ${load}`, many ? 15 : 9, ratio(SEED)),
            atLeast(`CPU of Powertools, ${load}`, many ? 6 : 3, ratio(POWERTOOLS)),
          ]
        : []),
      atMost(`CPU over the floor, ${load}`, 1.25, 1 / ratio(FLOOR)),
      ...(cell.batchSize === 10
        ? [
            atMost(
              `round trips a batch takes, ${load}`,
              1.3,
              (ours.wallMilliseconds * cell.batchSize) / cell.roundTripMilliseconds,
            ),
          ]
        : []),
    ];
  });
  const [plain, ours] = [PLAIN, OURS].map(wanted => coldStarts.find(({ name }) => name === wanted)!);
  return [
    ...targets,
    atMost('bundle size over the plain bundle of lib-dynamodb', 0.6, ours.kilobytes! / plain.kilobytes!),
    atMost('CPU of a cold start over the plain bundle of lib-dynamodb', 0.6, ours.cpuRatio),
    ...syntheses.map(({ constructs, cpuRatio }) =>
      atMost(`CPU of load and synthesis over Solutions Constructs, ${constructs} in an app`, 1, cpuRatio),
    ),
  ];
}

function atLeast(says: string, limit: number, got: number): Target {
  return { says, wanted: `at least ${limit}`, got, met: got >= limit };
}

function atMost(says: string, limit: number, got: number): Target {
  return { says, wanted: `at most ${limit}`, got, met: got <= limit };
}
