import { OURS, type Contestant } from './contestants';
import { median } from './median';
import { Process, startWorkers, type Sample } from './processes';

/** Bytes that Lambda hands a function at most: larger batches of large messages do not exist. */
const EVENT_BYTES = 6 * 1024 * 1024;

export interface Cell {
  readonly batchSize: number;
  readonly kibibytes: number;
}

export interface Figures {
  readonly name: string;
  /** Of the processor, for each message. */
  readonly cpuMicroseconds: number;
  /** For each message. */
  readonly wallMilliseconds: number;
  /** How many times the processor time of ours, the median of the rounds. */
  readonly cpuRatio: number;
  readonly wallRatio: number;
}

export interface CellFigures extends Cell {
  /** Milliseconds of one bare HTTP request with the first call's load. */
  readonly roundTripMilliseconds: number;
  readonly contestants: readonly Figures[];
}

const BODIES = [1, 16, 200];
const BATCHES = [10, 100, 1000];

export const ALL_CELLS: readonly Cell[] = BODIES.flatMap(kibibytes =>
  BATCHES.map(batchSize => ({ batchSize, kibibytes })),
).filter(({ batchSize, kibibytes }) => batchSize * kibibytes * 1024 <= EVENT_BYTES);
export const QUICK_CELLS: readonly Cell[] = [
  { batchSize: 10, kibibytes: 1 },
  { batchSize: 100, kibibytes: 1 },
  { batchSize: 10, kibibytes: 16 },
];

export interface Effort {
  readonly cells: readonly Cell[];
  readonly rounds: number;
  /** Milliseconds a contestant runs for in a round. */
  readonly budget: number;
}

/** Milliseconds in which the stand-in answers: what DynamoDB in the same Region takes. */
export const LATENCY = 4;

/** Runs all contestants against one stand-in, turn by turn, so that a busy moment of the machine hits each alike. */
export async function measureThroughput(contestants: readonly Contestant[], effort: Effort): Promise<CellFigures[]> {
  const [standIn, endpoint] = await Process.start('stand-in.mjs', [String(LATENCY)]);
  const workers = await startWorkers(contestants, endpoint as string);
  try {
    for (const worker of workers.values()) await worker.ask({ batchSize: 10, bytes: 1024, budget: effort.budget * 2 });
    const figures: CellFigures[] = [];
    for (const cell of effort.cells) figures.push(await measureCell(cell, workers, effort));
    return figures;
  } finally {
    for (const worker of workers.values()) worker.stop();
    standIn.stop();
  }
}

async function measureCell(
  cell: Cell,
  workers: ReadonlyMap<string, Process>,
  { rounds, budget }: Effort,
): Promise<CellFigures> {
  const task = { batchSize: cell.batchSize, bytes: cell.kibibytes * 1024, budget };
  const samples = new Map<string, Sample[]>([...workers.keys()].map(name => [name, []]));
  const roundTrips: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [name, worker] of workers) samples.get(name)!.push(await worker.ask(task));
    roundTrips.push((await workers.get(OURS)!.ask({ ...task, bare: true })).wallMilliseconds);
  }
  const ours = samples.get(OURS)!;
  return {
    ...cell,
    roundTripMilliseconds: median(roundTrips),
    contestants: [...samples].map(([name, own]) => ({
      name,
      cpuMicroseconds: median(own.map(({ cpuMicroseconds }) => cpuMicroseconds)),
      wallMilliseconds: median(own.map(({ wallMilliseconds }) => wallMilliseconds)) / cell.batchSize,
      cpuRatio: median(own.map(({ cpuMicroseconds }, round) => cpuMicroseconds / ours[round].cpuMicroseconds)),
      wallRatio: median(own.map(({ wallMilliseconds }, round) => wallMilliseconds / ours[round].wallMilliseconds)),
    })),
  };
}
