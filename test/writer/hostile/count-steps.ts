import { parentPort } from 'node:worker_threads';
import { FAMILIES, hostileMessage } from './families';
import { LARGEST, render } from './rendering';
import { StepCounter } from './steps';

/** Parts of the largest message: each is twice as large as the one before. */
const PARTS = [512, 256, 128, 64];

const steps = new StepCounter();

/** Tells the steps that a message of each family takes, at each of the sizes. */
const taken = Object.keys(FAMILIES).map(name => {
  const records = PARTS.map(part => hostileMessage(name, LARGEST / part));
  return [name, records.map(record => steps.count(() => render(record)))] as const;
});

steps.stop();
parentPort!.postMessage(Object.fromEntries(taken));
