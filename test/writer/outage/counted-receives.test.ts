import { SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { HOUR, OutageDrill, REDRIVER, startOutageGround } from './outage';

/** What follows if SQS counts a receive that fails at KMS; AWS documents neither. */
test('where receives at a denied key count, messages become dead letters unread, and one redrive recovers all', async () => {
  const ground = await startOutageGround(false, { countsFailedReceives: true });
  const { pipeline } = ground;
  try {
    const drill = await OutageDrill.begin(ground, { outage: 'key refused to the queue', milliseconds: 6 * HOUR });
    await drill.sendHealthy(30);
    await pipeline.clock.advance(6 * HOUR);
    expect(drill.deadLetters).toHaveLength(30);

    const name = pipeline.deadLetterQueueUrl.split('/').at(-1);
    const sqs = new SQSClient(pipeline.sandbox.clientOf(REDRIVER));
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: `arn:aws:sqs:eu-west-1:111122223333:${name}` }));
    await pipeline.until('every message put', () => drill.puts.length === 31);
    expect(drill.deadLetters).toEqual([]);

    // a move gives messages new ids
    const bodies = (await pipeline.items()).map(({ group, number }) => `${String(group)} ${String(number)}`);
    const sent = drill.healthy.flatMap((ids, group) => ids.map((_, number) => `group-${group} ${number}`));
    expect(bodies.sort()).toEqual(sent.sort());
  } finally {
    await pipeline.close();
  }
});
