import { FAMILIES, hostileMessage } from './families';
import { LARGEST, render } from './rendering';
import { StepCounter } from './steps';

const GROWTH = 2.5;

/** What a message takes whatever its size. */
const FEW_STEPS = 500;

let steps: StepCounter;

beforeAll(() => {
  steps = new StepCounter();
});

afterAll(() => steps.stop());

/** What the writer's own code does is counted. For what Node.js does see `processor-time.test.ts`. */
test.each(Object.keys(FAMILIES))('twice the size takes at most two and a half times the steps: %s', name => {
  const records = [512, 256, 128, 64].map(part => hostileMessage(name, LARGEST / part));
  const [first, ...doublings] = records.map(record => steps.count(() => render(record)));
  let before = Math.max(first, FEW_STEPS);
  for (const count of doublings) {
    expect(count).toBeLessThanOrEqual(GROWTH * before);
    before = Math.max(count, FEW_STEPS);
  }
});
