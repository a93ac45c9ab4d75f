import { randomUUID } from 'node:crypto';
import { Duration, Size } from 'aws-cdk-lib';
import type { Authorize } from '../../sandbox/iam/authorization';
import { authorizeByPolicies } from '../../sandbox/iam/policy-authorizer';
import type { Policies } from '../../sandbox/services';
import { MessageBody as BodyForm } from '../../src';
import { Pipeline } from '../support/pipeline';

const SECRET = 'attack at dawn';

describe('a pipeline', () => {
  let pipeline: Pipeline;
  let killsLeft = 0;

  /** Decides by the policies, and kills the writer at its next write as often as asked. */
  const authorize = (policies: Policies): Authorize => {
    const decide = authorizeByPolicies(policies);
    return async call => {
      if (call.action === 'dynamodb:BatchWriteItem' && killsLeft > 0) {
        for (const { pids } of pipeline.sandbox.functions.values()) {
          for (const pid of pids) process.kill(pid, 'SIGKILL');
        }
        killsLeft -= 1;
      }
      return decide(call);
    };
  };

  beforeAll(async () => {
    // a body that is no JSON is poison
    const props = {
      tableName: 'orders',
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(60),
      messageBody: BodyForm.jsonFields(),
    };
    pipeline = await Pipeline.start({ authorize, props });
  });

  afterAll(async () => pipeline.close());

  test('of 100 messages of which 3 are poison stores 97, gives up on 3, and has none left', async () => {
    const bodies = Array.from({ length: 100 }, (_, number) =>
      number % 40 === 7 ? `{ ${SECRET} ${number}` : JSON.stringify({ number, text: SECRET }),
    );
    const ids = await pipeline.send(bodies.map(MessageBody => ({ MessageBody })));
    await pipeline.until('3 dead letters', () => pipeline.depth(pipeline.deadLetterQueueUrl) === 3);
    await pipeline.until('an empty queue', () => pipeline.depth(pipeline.queueUrl) === 0);

    const items = await pipeline.items();
    const good = ids.filter((_, number) => number % 40 !== 7);
    expect(items.map(({ id }) => id).sort()).toEqual(good.sort());
    expect(items.every(({ text }) => text === SECRET)).toBe(true);
  });

  test('logs what it could not store, and no body', () => {
    const { lines } = pipeline.sandbox.logs;
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter(line => line.includes(SECRET))).toEqual([]);
  });

  test('loses nothing when the process of the handler is killed in the middle of a batch', async () => {
    const before = new Set((await pipeline.items()).map(({ id }) => id));
    killsLeft = 3;
    const ids = await pipeline.send(
      Array.from({ length: 60 }, (_, number) => ({ MessageBody: JSON.stringify({ number }) })),
    );
    await pipeline.until('an empty queue', () => pipeline.depth(pipeline.queueUrl) === 0);

    const stored = (await pipeline.items()).map(({ id }) => id).filter(id => !before.has(id));
    expect(stored.sort()).toEqual(ids.sort());
    expect(killsLeft).toBe(0);
    expect(pipeline.depth(pipeline.deadLetterQueueUrl)).toBe(3); // those of before
  });

  test('goes on after an update', async () => {
    const writer = pipeline.sandbox.functions.get(
      'arn:aws:lambda:eu-west-1:111122223333:function:OrdersStack-Orders-AB039DC1',
    )!;
    await pipeline.deploy({
      props: { tableName: 'orders', memorySize: Size.mebibytes(640), messageBody: BodyForm.text() },
    });
    const [id] = await pipeline.send([{ MessageBody: 'no JSON' }]);
    await pipeline.until('its item', async () =>
      (await pipeline.items()).some(item => item.id === id && item.body === 'no JSON'),
    );
    expect(writer.definition.memoryMegabytes).toBe(640);
  });

  test('closes with nothing left running', async () => {
    const pids = [...pipeline.sandbox.functions.values()].flatMap(target => target.pids);
    await pipeline.close();
    expect(pids.length).toBeGreaterThan(0);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(fetch(pipeline.sandbox.endpoint)).rejects.toThrow('fetch failed');
  });
});

describe('a FIFO pipeline', () => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await Pipeline.start({ props: { fifo: true, messageBody: BodyForm.jsonFields() } });
  });

  afterAll(async () => pipeline.close());

  test('stores a group without its poison, which is a dead letter within two minutes', async () => {
    const send = async (MessageGroupId: string, texts: readonly string[]): Promise<string[]> =>
      pipeline.send(texts.map(MessageBody => ({ MessageBody, MessageGroupId, MessageDeduplicationId: randomUUID() })));
    const stored = async (): Promise<unknown[]> => (await pipeline.items()).map(({ id }) => id).sort();
    const [, ...good] = await send('a', [`{ ${SECRET}`, '{"n":1}', '{"n":2}']);
    const others = await send('b', ['{"n":0}', '{"n":1}', '{"n":2}']);

    await pipeline.until('an empty queue', () => pipeline.depth(pipeline.queueUrl) === 0, 120);
    expect([pipeline.depth(pipeline.deadLetterQueueUrl), await stored()]).toEqual([1, [...good, ...others].sort()]);
  });
});
