import { SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { HOUR, OutageDrill, REDRIVER } from './outage';

/** What follows if SQS counts a receive that fails at KMS; AWS documents neither. */
test('where receives at a denied key count, messages become dead letters unread, and one redrive recovers all', async () => {
  const drill = await OutageDrill.begin(
    { fifo: false, outage: 'key refused to the queue', milliseconds: 6 * HOUR },
    { countsFailedReceives: true },
  );
  const { pipeline } = drill;
  try {
    await drill.sendHealthy(30);
    await pipeline.clock.advance(6 * HOUR);
    await expect(drill.deadLetters()).resolves.toBe(30);

    const name = pipeline.deadLetterQueueUrl.split('/').at(-1);
    const sqs = new SQSClient(pipeline.sandbox.clientOf(REDRIVER));
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: `arn:aws:sqs:eu-west-1:111122223333:${name}` }));
    const isStored = async (): Promise<boolean> => (await drill.stored()).length === 31;
    await pipeline.until('every message stored', isStored);
    await expect(drill.deadLetters()).resolves.toBe(0);
    await expect(drill.bodies()).resolves.toEqual(drill.sentBodies);
  } finally {
    await pipeline.close();
  }
});
