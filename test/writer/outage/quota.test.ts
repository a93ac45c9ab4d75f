import { HOUR, MINUTE, OutageDrill, startOutageGround } from './outage';

/** SQS lets 120,000 messages be in flight; a sandbox with a small quota shows the same with fewer of them. */
const QUOTA = 20;

test.each([
  ['standard', false],
  ['FIFO', true],
])('with a %s queue, more messages than may be in flight wait without loss', async (_, fifo) => {
  const ground = await startOutageGround(fifo, { inFlightQuota: QUOTA });
  const { pipeline } = ground;
  try {
    const drill = await OutageDrill.begin(ground, { outage: 'table refused', milliseconds: 3 * HOUR });
    for (let group = 0; group < 6; group++) await drill.sendHealthy(10);
    await pipeline.clock.advance(3 * HOUR);
    const { 'in flight': inFlight, visible } = pipeline.sandbox.queues.find(
      pipeline.queueUrl.split('/').at(-1)!,
    )!.counts;
    expect(inFlight).toBeLessThanOrEqual(QUOTA);
    expect(visible).toBeGreaterThan(0); // new messages wait in the queue

    await pipeline.until('an empty queue', () => drill.isQueueEmpty, (75 * MINUTE) / 1000);
    expect([...drill.puts].sort()).toEqual(drill.ids);
    if (fifo) expect(drill.putsByGroup).toEqual(drill.healthy);
    expect(drill.deadLetters).toEqual([]);
  } finally {
    await pipeline.close();
  }
});
