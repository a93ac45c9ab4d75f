import { HOUR, MINUTE, OutageDrill, startOutageGround, type OutageGround } from './outage';
import { OUTAGES, randomOutages, schedule, type OutageName } from '../../../sandbox/outages';

/** Those that take real seconds: a function waits for a slow answer by the clock of this machine. */
const SLOW: readonly OutageName[] = ['table slow', 'key slow'];

/** Those that use up the receives of a message without a wait between them. */
const WEARING: readonly OutageName[] = [
  'deletes failing',
  'visibility changes failing',
  'writer killed while it writes',
];

const GENTLE = (Object.keys(OUTAGES) as OutageName[]).filter(name => ![...SLOW, ...WEARING].includes(name));

/** `OUTAGE_SEEDS=100` tries a hundred schedules of each kind. */
const SEEDS = Array.from({ length: Number(process.env.OUTAGE_SEEDS ?? 2) }, (_, index) => index + 1);

const LASTS = 6 * HOUR;

jest.setTimeout(600_000); // a writer that is killed for hours is started a thousand times

describe.each([
  ['standard', false],
  ['FIFO', true],
])('with a %s queue', (_, fifo) => {
  let ground: OutageGround;

  beforeAll(async () => {
    ground = await startOutageGround(fifo);
  });

  afterAll(async () => ground.pipeline.close());

  test.each(SEEDS)('no mixture of faults makes a dead letter of a message that can be stored: seed %i', async seed => {
    const drill = await liveThrough(seed, GENTLE);
    expect([...drill.deadLetters].sort()).toEqual([...drill.poison].sort());
    expect([...new Set(drill.puts)].sort()).toEqual(drill.ids);
  });

  test.each(SEEDS)('where receives are used up as well, nothing is lost: seed %i', async seed => {
    const drill = await liveThrough(seed, [...GENTLE, ...WEARING]);
    expect(drill.poison.filter(id => !drill.deadLetters.includes(id))).toEqual([]);
    const kept = new Set([...drill.puts, ...drill.deadLetters]);
    expect(drill.ids.filter(id => !kept.has(id))).toEqual([]);
  });

  /** Sends in the middle of it all, and waits until everything has found its place. */
  async function liveThrough(seed: number, names: readonly OutageName[]): Promise<OutageDrill> {
    const { pipeline } = ground;
    const drill = new OutageDrill(ground);
    // a part of a group is stored and a part is not, whatever else happens
    schedule(pipeline.sandbox, [{ name: 'table throttled now and then', from: 0, until: LASTS }]);
    schedule(pipeline.sandbox, randomOutages(seed, { count: 10, milliseconds: LASTS, names }));
    for (let passed = 0, group = 0; passed < LASTS; passed += 20 * MINUTE, group = (group + 1) % 3) {
      await drill.sendHealthy(4, group).catch(nothingIsSent);
      if (group === 0) await drill.sendPoison().catch(nothingIsSent);
      await pipeline.clock.advance(20 * MINUTE);
    }
    await pipeline.until('an empty queue', () => drill.isQueueEmpty, 75 * 60);
    if (fifo) expect(drill.firstPutsByGroup).toEqual(drill.storedByGroup);
    return drill;
  }
});

/** While the key is refused to the queue. */
const nothingIsSent = (): void => undefined;
