import { FAMILIES, hostileMessage } from './families';
import { LARGEST, render } from './rendering';

/** What a family has around its hostile part. */
const SMALL = 80;

/** Of which the least counts: any of them may be the one in which garbage is collected. */
const RUNS = 20;

const [LIMIT] = process.argv.slice(2).map(Number);

/**
 * Prints how many microseconds of processor time a message of each family takes: at the first of three sizes, smallest
 * first, that takes more than the limit, or else at the largest.
 */
const taken = Object.keys(FAMILIES).map(name => [name, microsecondsOf(name)]);

process.stdout.write(JSON.stringify(Object.fromEntries(taken)));

function microsecondsOf(name: string): number {
  let least = 0;
  for (const part of [16, 4, 1]) {
    const record = hostileMessage(name, LARGEST / part - SMALL);
    least = Infinity;
    for (let run = 0, all = 0; run < RUNS && least > LIMIT && all < 20 * LIMIT; run++) {
      const time = processorTime(() => render(record));
      all += time;
      least = Math.min(least, time);
    }
    if (least > LIMIT) return least;
  }
  return least;
}

function processorTime(act: () => void): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
