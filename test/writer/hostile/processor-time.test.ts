import { FAMILIES, hostileMessage } from './families';
import { LARGEST, render } from './rendering';

const NAMES = Object.keys(FAMILIES);

/**
 * Plain Node.js takes 44 milliseconds at most. Under jest, with a neighbour on the same core, the same work takes
 * more than twice the processor time. What is not linear takes seconds.
 */
const MOST_MICROSECONDS = 200_000;

/** Of which the least counts: any of them may be the one in which garbage is collected. */
const MOST_RUNS = 20;

/** What a family has around its hostile part. */
const SMALL = 80;

/**
 * What Node.js itself does, such as a regular expression, can only be measured: as time of the processor, so that the
 * load of the machine does not matter. To look at each character again for each other takes longer from the first size
 * on.
 */
test.each(NAMES)('takes at most 200 milliseconds of one core, at the largest size too: %s', name => {
  for (const part of [16, 4, 1]) {
    const record = hostileMessage(name, LARGEST / part - SMALL);
    let least = Infinity;
    for (let run = 0; run < MOST_RUNS && least > MOST_MICROSECONDS; run++) {
      least = Math.min(
        least,
        processorTime(() => render(record)),
      );
    }
    expect(least).toBeLessThanOrEqual(MOST_MICROSECONDS);
  }
});

test.each(NAMES)('is at its largest as large as the queue takes: %s', name => {
  const { body, messageAttributes } = hostileMessage(name, LARGEST - SMALL);
  const attributes = Object.entries(messageAttributes).flatMap(([key, { dataType, stringValue = '' }]) => [
    ...[key, dataType, stringValue],
  ]);
  const bytes = [body, ...attributes].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  expect(bytes).toBeGreaterThan(0.85 * LARGEST);
  expect(bytes).toBeLessThanOrEqual(LARGEST);
});

function processorTime(act: () => void): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
