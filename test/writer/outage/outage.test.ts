import { HOUR, MINUTE, OutageDrill } from './outage';
import type { OutageName } from '../../../sandbox/outages';

/** Outages in which messages can still be sent, and those in which the queue's own key is gone. */
const KINDS: readonly (readonly [OutageName, 'sends go on' | 'nothing can be sent'])[] = [
  ['table refused', 'sends go on'],
  ['table throttled', 'sends go on'],
  ['key refused to the table', 'sends go on'],
  ['key disabled', 'nothing can be sent'],
  ['key refused to the queue', 'nothing can be sent'],
];

jest.setTimeout(600_000); // of this machine: the writer's own waits inside an invocation are real

/** Without `OUTAGE_DRILLS=long`, the long outages are of one kind. */
const LONG = process.env.OUTAGE_DRILLS === 'long' ? KINDS : KINDS.slice(0, 1);

describe.each([
  ['15 minutes', 15 * MINUTE, KINDS],
  ['6 hours', 6 * HOUR, LONG],
  ['24 hours', 24 * HOUR, LONG],
])('an outage of %s', (_, milliseconds, kinds) => {
  describe.each([
    ['standard', false],
    ['FIFO', true],
  ])('with a %s queue', (__, fifo) => {
    test.each(kinds)('loses nothing and keeps its order: %s', async (outage, sending) => {
      const drill = await OutageDrill.begin({ fifo, outage, milliseconds });
      const { pipeline } = drill;
      try {
        for (let group = 0; group < 3; group++) await drill.sendHealthy(10);
        await drill.sendPoison();
        await pipeline.until('the poison is a dead letter', async () => (await drill.deadLetters()) === 1, 120);

        await pipeline.clock.advance(milliseconds / 2);
        if (sending === 'sends go on') {
          await drill.sendHealthy(12);
          await drill.sendPoison();
          await pipeline.until('the poison is a dead letter', async () => (await drill.deadLetters()) === 2, 120);
        } else {
          await expect(drill.sendHealthy(1)).rejects.toThrow();
        }
        await pipeline.clock.advance(milliseconds / 2);

        const outOfOrder = new Set<string[]>();
        const isOver = async (): Promise<boolean> => {
          if (fifo) for (const group of await drill.groupsOutOfOrder()) outOfOrder.add(group);
          return (await pipeline.depth(pipeline.queueUrl)) === 0;
        };
        await pipeline.until('an empty queue', isOver, 75 * 60);

        await expect(drill.stored()).resolves.toEqual(drill.ids);
        await expect(drill.deadLetters()).resolves.toBe(drill.poison);
        expect([...outOfOrder]).toEqual([]);
      } finally {
        await pipeline.close();
      }
    });
  });
});
