import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { FAMILIES, hostileMessage } from './families';
import { LARGEST } from './rendering';

const NAMES = Object.keys(FAMILIES);

const MOST_MICROSECONDS = 100_000;

/** What a family has around its hostile part. */
const SMALL = 80;

/**
 * What Node.js itself does, such as a regular expression, can only be measured: as time of the processor, so that the
 * load of the machine does not matter, and in a process of its own, since jest makes the same work twice as slow.
 */
let taken: Readonly<Record<string, number>>;

beforeAll(() => {
  const script = join(__dirname, 'measure.ts');
  taken = JSON.parse(
    execFileSync(process.execPath, ['--import', 'tsx', script, String(MOST_MICROSECONDS)], { encoding: 'utf8' }),
  );
});

test.each(NAMES)('takes at most 100 milliseconds of one core, at the largest size too: %s', name => {
  expect(taken[name]).toBeLessThanOrEqual(MOST_MICROSECONDS);
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
