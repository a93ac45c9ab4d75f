import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { FAMILIES } from './families';

const GROWTH = 2.5;

/** What a message takes whatever its size. */
const FEW_STEPS = 500;

/**
 * What the writer's own code does is counted; for what Node.js does see `processor-time.test.ts`. On a thread of its
 * own: V8 looks through all that a thread ever compiled, each time it is asked, and that is a lot where tests ran.
 */
let taken: Readonly<Record<string, readonly number[]>>;

beforeAll(async () => {
  const program = `require('tsx/cjs'); require(${JSON.stringify(join(__dirname, 'count-steps.ts'))});`;
  [taken] = await once(new Worker(program, { eval: true }), 'message');
});

test.each(Object.keys(FAMILIES))('twice the size takes at most two and a half times the steps: %s', name => {
  const [first, ...doublings] = taken[name]!;
  expect(doublings).toHaveLength(3);
  let before = Math.max(first!, FEW_STEPS);
  for (const count of doublings) {
    expect(count).toBeLessThanOrEqual(GROWTH * before);
    before = Math.max(count, FEW_STEPS);
  }
});
