import { randomUUID } from 'node:crypto';
import { MessageBody as BodyForm } from '../../../src';
import { Pipeline } from '../../support/pipeline';
import { FAMILIES } from '../hostile/families';

/** As much as the queue takes, less what is around it. */
const BYTES = 390_000;

describe.each([
  ['standard', false],
  ['FIFO', true],
])('with a %s queue', (_, fifo) => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await Pipeline.start({ props: { fifo, messageBody: BodyForm.jsonFields() } });
  });

  afterAll(async () => pipeline.close());

  test.each([
    'zeros between two digits',
    'many digits',
    'nested lists',
    'many nothings',
    'escaped quotes',
    'many fields with numbers for names',
    'a text that is no JSON',
  ])('a message of %s between two good ones is stored or dead, and they are stored at once', async name => {
    const group = randomUUID();
    const bodies = ['{"n":1}', FAMILIES[name](BYTES).body!, '{"n":2}'];
    const [first, hostile, last] = await pipeline.send(bodies.map(body => message(body, fifo, group)));
    const isGone = (): boolean => pipeline.depth(pipeline.queueUrl) === 0;
    await pipeline.until('an empty queue', isGone, 120);

    const stored = new Set((await pipeline.items()).map(({ id }) => id));
    const dead = pipeline.sandbox.queues.all.flatMap(queue => queue.all.map(({ id }) => id));
    expect([first, last].filter(id => !stored.has(id))).toEqual([]);
    expect(stored.has(hostile) || dead.includes(hostile)).toBe(true);
  });
});

function message(MessageBody: string, fifo: boolean, group: string) {
  return fifo ? { MessageBody, MessageGroupId: group, MessageDeduplicationId: randomUUID() } : { MessageBody };
}
