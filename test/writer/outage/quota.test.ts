import { HOUR, MINUTE, OutageDrill } from './outage';

/** SQS lets 120,000 messages be in flight; a sandbox with a small quota shows the same with fewer of them. */
const QUOTA = 20;

test.each([
  ['standard', false],
  ['FIFO', true],
])('with a %s queue, more messages than may be in flight wait without loss', async (_, fifo) => {
  const drill = await OutageDrill.begin(
    { fifo, outage: 'table refused', milliseconds: 3 * HOUR },
    { inFlightQuota: QUOTA },
  );
  const { pipeline } = drill;
  try {
    for (let group = 0; group < 6; group++) await drill.sendHealthy(10);
    await pipeline.clock.advance(3 * HOUR);
    const { 'in flight': inFlight, visible } = pipeline.sandbox.queues.find(
      pipeline.queueUrl.split('/').at(-1)!,
    )!.counts;
    expect(inFlight).toBeLessThanOrEqual(QUOTA);
    expect(visible).toBeGreaterThan(0); // new messages wait in the queue

    const isOver = async (): Promise<boolean> => (await pipeline.depth(pipeline.queueUrl)) === 0;
    await pipeline.until('an empty queue', isOver, (75 * MINUTE) / 1000);
    await expect(drill.stored()).resolves.toEqual(drill.ids);
    await expect(drill.deadLetters()).resolves.toBe(0);
  } finally {
    await pipeline.close();
  }
});
