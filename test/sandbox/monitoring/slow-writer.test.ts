import { Duration } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Drill } from '../../support/drill';

/** The writer waits for a slow table in seconds of this machine, so it gets few of them. */
const timeout = Duration.seconds(2);

let drill: Drill;

beforeAll(async () => {
  drill = await Drill.start({
    props: { timeout, maxBatchingWindow: Duration.seconds(30) }, // few invocations, each of them slow
    given: stack => ({ alarmTopic: new Topic(stack, 'Page', { topicName: 'page' }) }),
  });
});

afterAll(async () => drill.close());

const isSlow = (): boolean => drill.inAlarm.some(name => name.endsWith('WriterSlow'));

test('WriterSlow: goes off while the table does not answer in time, and is over when it does', async () => {
  await drill.pass(5);
  const before = isSlow();
  const end = drill.begin('table slow');
  await drill.pass(4);
  const during = isSlow();
  end();
  await drill.pass(10);
  expect([before, during, isSlow()]).toEqual([false, true, false]);
});
