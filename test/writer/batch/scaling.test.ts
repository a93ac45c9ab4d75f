import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { LOADS, price, renderPrices } from '../../../benchmark/prices';

test('docs/scaling.md holds the table as it is computed', () => {
  expect(readFileSync(path.join(__dirname, '..', '..', '..', 'docs', 'scaling.md'), 'utf8')).toContain(renderPrices());
});

test('prices a load by hand', () => {
  const [trickle] = LOADS;
  expect(price(trickle)).toMatchObject({
    sqsRequests: 3_000_000, // send, receive and delete, each alone
    writeUnits: 2_000_000, // 1 KiB and a key
    invocations: 1_000_000,
    invocationMilliseconds: 11, // 5 of waiting, 1.5 of processor on 512/1769 of one
    gigabyteSeconds: 5_500,
    environments: 1,
  });
  expect(price(trickle).kmsRequests).toBeCloseTo((1_000_000 / 300) * 4);
});

test('bills a request for each 64 KB of it', () => {
  const [trickle] = LOADS;
  expect(price({ ...trickle, kibibytes: 100, batchSize: 10, sendBatch: 10 }).sqsRequests).toBeCloseTo(
    1_000_000 * (16 / 10 + (16 + 1) / 10),
  );
});

test('counts the environments that the rate of requests asks for', () => {
  expect(price({ ...LOADS[2], batchSize: 10 }).environments).toBe(1_000);
});
