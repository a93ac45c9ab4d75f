import type { SQSRecord } from 'aws-lambda';
import { FAMILIES, hostileMessage } from './families';
import { countSteps } from './steps';
import type { Configuration } from '../../../src/writer/configuration';
import { renderItem } from '../../../src/writer/item/message-item';
import { Refusal } from '../../../src/writer/item/refusal';

/** Reads the body as JSON, the key from it, and everything else there is to read. */
const CONFIGURATION: Configuration = {
  tableName: 'orders',
  partitionKey: { name: 'id', from: 'jsonField', field: 'id' },
  sortKey: { name: 'sort', from: 'contentHash' },
  body: { as: 'json' },
  writeMode: 'overwrite',
  timeToLive: { attribute: 'expiresAt', seconds: 60 },
};

/** The largest message that the queue takes. */
const LARGEST = 393_216;
const GROWTH = 2.5;

describe.each(Object.keys(FAMILIES))('%s', name => {
  test('takes no more than twice the steps for twice the size', () => {
    const records = [128, 64, 32, 16].map(part => hostileMessage(name, LARGEST / part));
    const [first, ...doublings] = records.map(record => countSteps(() => render(record)));
    let before = Math.max(first, FEW_STEPS);
    for (const steps of doublings) {
      expect(steps).toBeLessThanOrEqual(GROWTH * before);
      before = Math.max(steps, FEW_STEPS);
    }
  });

  test('takes processor time in proportion, what Node.js itself does included', () => {
    let before = FEW_MICROSECONDS;
    for (const part of [64, 32, 16, 8, 4, 2, 1]) {
      const record = hostileMessage(name, LARGEST / part);
      const limit = GROWTH * before;
      const microseconds = processorTime(() => render(record), limit);
      expect(microseconds).toBeLessThanOrEqual(limit);
      before = Math.max(microseconds, FEW_MICROSECONDS);
    }
  });
});

/** What a message takes whatever its size. */
const FEW_STEPS = 500;

/** What could be the collection of garbage. To read each character again for each other takes longer from 10 KB on. */
const FEW_MICROSECONDS = 40_000;

function render(record: SQSRecord): void {
  try {
    renderItem(record, CONFIGURATION);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** Microseconds of processor time: the least of three runs, or of twenty where each of those collects garbage. */
function processorTime(act: () => void, limit: number): number {
  let least = Infinity;
  for (let run = 0; run < 3 || (run < 20 && least > limit); run++) {
    const before = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, user + system);
  }
  return least;
}
