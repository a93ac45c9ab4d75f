import { compare } from './differential';
import { randomRuns } from '../../support/random-runs';

const RUNS = randomRuns(10_000);

test(`decides ${RUNS} random calls as an independent simulator does, or as a page of AWS says`, async () => {
  const { agreed, undecided, decided, open } = await compare(RUNS, 20261125);
  expect(open).toEqual([]);
  expect(agreed).toBeGreaterThan(0.8 * RUNS);
  for (const count of Object.values({ ...undecided, ...decided })) expect(count).toBeGreaterThan(0);
});
