import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { signedRequest } from './signed-request';
import { closeKey } from '../../sandbox/demo/closed-key';
import { ADMINISTRATOR } from '../../sandbox/demo/example';
import { synthesiseChanged } from '../support/changed-app';
import { PolicedAccount, tableNameOf } from '../support/policed-account';
import { synthesiseApp, type SynthesisedApp } from '../support/synthesised-app';

const EXAMPLE = join(__dirname, '..', '..', 'examples', 'service-senders', 'app.ts');
const DEVELOPER = 'arn:aws:iam::111122223333:user/Developer';

let account: PolicedAccount;
let app: SynthesisedApp;

beforeAll(async () => {
  account = await PolicedAccount.open();
  account.sandbox.roles.addAdministrator(DEVELOPER);
  app = synthesiseApp(EXAMPLE, { keyArn: account.keyArn });
  await closeKey(account.sandbox, account.keyArn, ADMINISTRATOR);
  await account.deploy(app);
});

afterAll(async () => {
  await account.close();
  rmSync(app.assembly, { recursive: true });
});

const physical = (type: string): string =>
  [...account.sandbox.stack('OrdersStack')!.existing.values()].find(({ resource }) => resource.type === type)!.physical
    .ref;
const publish = async (message: string): Promise<unknown> => {
  const { topics } = account.sandbox.monitoring;
  return topics.publish(topics.find(physical('AWS::SNS::Topic'))!, DEVELOPER, message);
};
const bodies = async (): Promise<string[]> =>
  (await account.itemsOf(tableNameOf(app))).map(({ body }) => String(body)).sort();
const deadline = 10 * 60_000;

test('what a topic, a bucket and a rule send becomes items, and so does the message by which S3 tries the queue', async () => {
  await publish('published');
  const object = `/${physical('AWS::S3::Bucket')}/a%20file`;
  await signedRequest(account.sandbox, DEVELOPER, 's3', object, { method: 'PUT', body: '12345' });
  for (const source of ['shop', 'somebody else']) {
    account.sandbox.monitoring.bus.emit({ source, 'detail-type': 'Sold', detail: { id: 'o-1' } });
  }
  await account.clock.advanceUntil(async () => (await bodies()).length === 4, deadline);

  expect(await bodies()).toEqual([
    'published',
    expect.stringMatching(/"eventName":"ObjectCreated:Put".*"object":\{"key":"a\+file","size":5\}/),
    expect.stringMatching(/"Event":"s3:TestEvent"/),
    expect.stringMatching(/"detail-type":"Sold","source":"shop".*"detail":\{"id":"o-1"\}/),
  ]);
});

test.each([
  ['a topic', 'sns', async () => publish('lost')],
  [
    'a rule',
    'events',
    async () => account.sandbox.monitoring.bus.emit({ source: 'shop', 'detail-type': 'Lost', detail: {} }),
  ],
])('%s that the key does not let in sends nothing', async (_, service, send) => {
  const policy = await account.keyPolicy();
  const isOfService = ({ Principal }: { Principal: object }): boolean =>
    JSON.stringify(Principal).includes(`${service}.`);
  const others = policy.Statement.filter((each: { Principal: object }) => !isOfService(each));
  expect(others).not.toEqual(policy.Statement);
  await account.putKeyPolicy({ ...policy, Statement: others });
  await account.clock.advance(deadline); // SQS keeps a data key for a while

  await send();
  await account.clock.advance(deadline);
  expect(await bodies()).toHaveLength(4);
  await account.putKeyPolicy(policy);
});

test('S3 refuses a queue that it may not send to', async () => {
  const bucket = physical('AWS::S3::Bucket');
  const QueueArn = 'arn:aws:sqs:eu-west-1:111122223333:OrdersStack-Orders-AB039DC1-dlq';

  await expect(
    account.sandbox.notifications.put(bucket, [{ QueueArn, Events: ['s3:ObjectCreated:*'] }]),
  ).rejects.toThrow(/^Unable to validate the following destination configurations: /);
});

test('they go on after an update of the queue, the table, the writer and the policies', async () => {
  const changed = synthesiseChanged(EXAMPLE, { keyArn: account.keyArn });
  await account.deploy(changed);
  rmSync(changed.assembly, { recursive: true });

  await publish('after the update');
  await account.clock.advanceUntil(async () => (await bodies()).length === 5, deadline);
  expect(await bodies()).toContain('after the update');
});

test('nothing sends when the stack is deleted', async () => {
  await account.sandbox.destroy('OrdersStack');

  const { topics, bus } = account.sandbox.monitoring;
  expect([topics.all, bus.rules]).toEqual([[], []]);
});
