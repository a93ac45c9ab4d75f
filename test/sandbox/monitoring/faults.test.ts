import {
  CancelKeyDeletionCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ADMINISTRATOR } from '../../../sandbox/demo/example';
import type { OutageName } from '../../../sandbox/outages';
import { MessageBody } from '../../../src';
import { Drill } from '../../support/drill';
import { read } from '../../support/repository';

const DESTROYER = 'arn:aws:iam::111122223333:role/KeyDestroyer';
const HOUR = 3_600_000;

/** Breaks something, and gives what mends it. */
type Fault = (drill: Drill) => Promise<() => unknown> | (() => unknown);

const outage =
  (name: OutageName): Fault =>
  drill =>
    drill.begin(name);

const kmsOf = ({ pipeline }: Drill, role: string): KMSClient =>
  new KMSClient(pipeline.sandbox.clientOf(role, { 'aws:MultiFactorAuthPresent': 'true' }));

const FAULTS: Readonly<Record<string, Fault>> = {
  'the table throttles every write': outage('table throttled'),
  'the table refuses every write': outage('table refused'),
  'the table fails': outage('table failing'),
  'the key is refused to the table': outage('key refused to the table'),
  "SQS can't hand over messages": outage('receives failing'),

  'the mapping is disabled': ({ pipeline }) => {
    const [mapping] = pipeline.sandbox.mappings.values();
    mapping.disable();
    return () => mapping.enable();
  },

  'the writer dies in each invocation': ({ pipeline }) =>
    pipeline.sandbox.faults.begin({ service: 'dynamodb', operations: ['BatchWriteItem'], kind: 'caller killed' }),

  'a message can never be stored': async ({ pipeline }) => {
    await pipeline.send([{ MessageBody: 'no JSON' }]);
    return () => pipeline.sandbox.queues.all.forEach(queue => queue.name.endsWith('-dlq') && queue.purge());
  },

  'somebody disables the key': async drill => {
    const { keyArn: KeyId } = drill.pipeline;
    await kmsOf(drill, ADMINISTRATOR).send(new DisableKeyCommand({ KeyId }));
    return async () => kmsOf(drill, ADMINISTRATOR).send(new EnableKeyCommand({ KeyId }));
  },

  "somebody schedules the key's deletion": async drill => {
    const { keyArn: KeyId } = drill.pipeline;
    await kmsOf(drill, DESTROYER).send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 30 }));
    return async () => {
      await kmsOf(drill, ADMINISTRATOR).send(new CancelKeyDeletionCommand({ KeyId }));
      await kmsOf(drill, ADMINISTRATOR).send(new EnableKeyCommand({ KeyId }));
    };
  },

  'somebody changes the key policy': async drill => {
    const { keyArn: KeyId } = drill.pipeline;
    const kms = kmsOf(drill, ADMINISTRATOR);
    const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId }));
    await kms.send(new PutKeyPolicyCommand({ KeyId, Policy }));
    return () => undefined;
  },
};

/** The rows of the table in docs/operations.md. */
const ROWS = [...read('docs/operations.md').matchAll(/^\| ([^|]+) \| ([^|]+) \| (\d+) min \|$/gm)].map(
  ([, what, pages, first]) => ({ what, pages: pages.split(', '), first: Number(first) }),
);
const EXPIRY = 'the material expires';

async function start(materialLasts?: number): Promise<Drill> {
  return Drill.start({
    materialLasts,
    body: () => '{"order":1}',
    props: { messageBody: MessageBody.jsonFields(), destroyerRoleArns: [DESTROYER] },
    given: stack => ({
      alarmTopic: new Topic(stack, 'Page', { topicName: 'page' }),
      noticeTopic: new Topic(stack, 'Notice', { topicName: 'notice' }),
    }),
  });
}

/** The alarms and events that paged, each once, and when the first of them did. */
function pagesOf({ notifications }: Drill): { first: number; pages: string[] } {
  const paged = notifications.filter(({ topic }) => topic === 'page');
  const pages = paged.map(({ subject, message }) => alarmIn(subject) ?? eventIn(message));
  return { first: Math.ceil(paged[0]?.minute), pages: [...new Set(pages)].sort() };
}

const alarmIn = (subject?: string): string | undefined => /-([A-Za-z0-9]+)"/.exec(subject ?? '')?.[1];
const eventIn = (message: string): string => /Z: ([A-Za-z ]+), key/.exec(message)?.[1] ?? message;

test('the documents name at least twelve faults, each broken here', () => {
  expect(ROWS.length).toBeGreaterThanOrEqual(12);
  expect(ROWS.map(({ what }) => what)).toEqual([...Object.keys(FAULTS), EXPIRY]);
  expect(ROWS.every(({ first }) => first <= 15)).toBe(true);
});

describe('with a message each minute', () => {
  let drill: Drill;

  beforeAll(async () => {
    drill = await start();
  });

  afterAll(async () => drill.close());

  test('an hour of healthy traffic is quiet', async () => {
    await drill.pass(60);
    expect([drill.inAlarm, drill.notifications]).toEqual([[], []]);
  });

  test.each(ROWS.filter(({ what }) => what !== EXPIRY))('$what: $pages', async ({ what, pages, first }) => {
    drill.restart();
    const mend = await FAULTS[what](drill);
    await drill.pass(15);
    expect(pagesOf(drill)).toEqual({ first, pages });

    await mend();
    await drill.pass(75, 300); // until all that waited is stored
    drill.restart();
    await drill.pass(5);
    expect([drill.inAlarm, drill.notifications.filter(({ topic }) => topic === 'page')]).toEqual([[], []]);
  });

  test('one single message is enough, within 22 minutes', async () => {
    drill.restart();
    const end = drill.begin('table refused');
    await drill.pass(1);
    await drill.idle(22);
    expect(pagesOf(drill).pages).toEqual(['NotStored']);
    end();
    await drill.pass(75, 300);
  });
});

test('the end of the material pages at once, and the alarm that announced it does not turn OK by it', async () => {
  const drill = await start(3 * HOUR);
  const announced = expect.arrayContaining([expect.stringMatching(/-MaterialExpires1d$/)]);
  try {
    await drill.idle(178);
    expect(drill.inAlarm).toEqual(announced);
    drill.restart();
    await drill.pass(5);
    expect(pagesOf(drill).pages).toContain(ROWS.at(-1)!.pages[0]);
    await drill.idle(240); // the metric has no data any more
    expect(drill.inAlarm).toEqual(announced);
  } finally {
    await drill.close();
  }
});
