import { HOUR, MINUTE, OutageDrill, startOutageGround, type OutageGround } from './outage';
import type { OutageName } from '../../../sandbox/outages';

/** Outages in which messages can still be sent, and those in which the queue's own key is gone. */
const KINDS: readonly (readonly [OutageName, 'sends go on' | 'nothing can be sent'])[] = [
  ['table refused', 'sends go on'],
  ['table throttled', 'sends go on'],
  ['key refused to the table', 'sends go on'],
  ['key disabled', 'nothing can be sent'],
  ['key refused to the queue', 'nothing can be sent'],
];

/** Without `OUTAGE_DRILLS=long`, the long outages are of one kind. */
const LONG = process.env.OUTAGE_DRILLS === 'long' ? KINDS : KINDS.slice(0, 1);

jest.setTimeout(120_000); // of this machine: a day of the sandbox is some thousand calls

describe.each([
  ['standard', false],
  ['FIFO', true],
])('with a %s queue', (_, fifo) => {
  let ground: OutageGround;

  beforeAll(async () => {
    ground = await startOutageGround(fifo);
  });

  afterAll(async () => ground.pipeline.close());

  describe.each([
    ['15 minutes', 15 * MINUTE, KINDS],
    ['6 hours', 6 * HOUR, LONG],
    ['24 hours', 24 * HOUR, LONG],
  ])('an outage of %s', (__, milliseconds, kinds) => {
    test.each(kinds)('loses nothing and keeps its order: %s', async (outage, sending) => {
      const { pipeline } = ground;
      const drill = await OutageDrill.begin(ground, { outage, milliseconds });
      for (let group = 0; group < 3; group++) await drill.sendHealthy(10);
      await drill.sendPoison();
      await pipeline.until('the poison is a dead letter', () => drill.deadLetters.length === 1, 120);

      await pipeline.clock.advance(milliseconds / 2);
      if (sending === 'sends go on') {
        await drill.sendHealthy(12);
        await drill.sendPoison();
        await pipeline.until('the poison is a dead letter', () => drill.deadLetters.length === 2, 120);
      } else {
        await expect(drill.sendHealthy(1)).rejects.toThrow();
      }
      expect(drill.puts).toHaveLength(1); // nothing came through
      await pipeline.clock.advance(milliseconds / 2);
      await pipeline.until('an empty queue', () => drill.isQueueEmpty, 75 * 60);

      expect([...drill.puts].sort()).toEqual(drill.ids); // each of them once
      if (fifo) expect(drill.putsByGroup).toEqual(drill.healthy);
      expect(drill.deadLetters).toEqual(drill.poison);
    });
  });
});
