import { randomBytes } from 'node:crypto';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  DisableKeyCommand,
  EnableKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  KMSClient,
  ListGrantsCommand,
  RevokeGrantCommand,
  RotateKeyOnDemandCommand,
} from '@aws-sdk/client-kms';
import { SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { Duration } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ADMINISTRATOR } from '../../../sandbox/demo/example';
import { MessageBody } from '../../../src';
import { parseWrappingKey, wrapMaterial } from '../../../src/ceremony/wrap';
import { ALARMS } from '../../../src/construct/names/alarm-names';
import { keyEvents } from '../../../src/construct/operations/key-events';
import { Drill } from '../../support/drill';
import { role } from '../../support/orders';
import { read } from '../../support/repository';
import { RUNBOOK_FAULTS } from '../runbook-faults';

const DESTROYER = role('Destroyer');
const OPERATOR = role('Operator');
const READERS = Array.from({ length: 10 }, (_, index) => role(`Reader${index}`));

/** What a fault sets off, how it begins, and what ends it. */
interface Fault {
  readonly minutes: number;
  /** Whether nobody sends meanwhile. */
  readonly isSilent?: boolean;
  /** After how many minutes all is well again. @default 30 */
  readonly settles?: number;
  begin(drill: Drill): unknown;
  end(drill: Drill): unknown;
}

const ends: (() => unknown)[] = [];
const end = async (): Promise<unknown> => ends.pop()?.();

const kmsOf = ({ pipeline }: Drill, principal: string): KMSClient =>
  new KMSClient(pipeline.sandbox.clientOf(principal, { 'aws:MultiFactorAuthPresent': 'true' }));
const setKey = async (drill: Drill, Command: typeof DisableKeyCommand | typeof EnableKeyCommand): Promise<unknown> =>
  kmsOf(drill, ADMINISTRATOR).send(new Command({ KeyId: drill.pipeline.keyArn }) as DisableKeyCommand);

/** The alarms and events that neither the faults of docs/operations.md nor the runbooks set off. */
const FAULTS: Readonly<Record<string, Fault>> = {
  'Backlog RetentionRisk': {
    minutes: 66,
    begin: ({ pipeline }) => [...pipeline.sandbox.mappings.values()].forEach(mapping => mapping.disable()),
    end: ({ pipeline }) => [...pipeline.sandbox.mappings.values()].forEach(mapping => mapping.enable()),
  },
  'TableErrors OldestWritten': {
    minutes: 40,
    begin: drill => ends.push(drill.begin('table failing')),
    end,
    settles: 90,
  },
  DeadLettersExpire: {
    minutes: 68,
    begin: async ({ pipeline }) => pipeline.send([{ MessageBody: 'no JSON' }]),
    end: ({ pipeline }) => pipeline.sandbox.queues.require(pipeline.deadLetterQueueUrl.split('/').at(-1)).purge(),
  },
  Silence: { minutes: 65, isSilent: true, begin: () => undefined, end: () => undefined },
  KeyUseUnusual: {
    minutes: 60,
    begin: drill => {
      const { clock, sandbox, tableName } = drill.pipeline;
      let goesOn = true;
      const readAll = async (): Promise<void> => {
        if (!goesOn) return;
        for (const reader of READERS) {
          const client = new DynamoDBClient(sandbox.clientOf(reader));
          await client.send(new ScanCommand({ TableName: tableName, Limit: 1 }));
        }
        clock.after(300_000, () => void clock.during(readAll));
      };
      clock.after(0, () => void clock.during(readAll));
      ends.push(() => (goesOn = false));
    },
    end,
    settles: 125,
  },
  AlarmPathBroken: {
    minutes: 3,
    begin: async drill => {
      const { topics } = drill.pipeline.sandbox.monitoring;
      const TopicArn = topics.all.find(({ arn }) => arn.endsWith(':page'))!.arn;
      const sns = new SNSClient(drill.pipeline.sandbox.clientOf(OPERATOR));
      const before = topics.all.find(({ arn }) => arn === TopicArn)!.attributes.get('Policy')!;
      const put = async (AttributeValue: string): Promise<unknown> =>
        sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
      await put(JSON.stringify({ Version: '2012-10-17', Statement: [] }));
      ends.push(async () => put(before));
      await setKey(drill, DisableKeyCommand);
      await setKey(drill, EnableKeyCommand);
    },
    end,
  },
};

let drill: Drill;

beforeAll(async () => {
  drill = await Drill.start({
    body: () => '{"order":1}',
    props: {
      messageBody: MessageBody.jsonFields(),
      readerRoleArns: READERS,
      destroyerRoleArns: [DESTROYER],
      retentionPeriod: Duration.hours(2),
      deadLetterRetentionPeriod: Duration.hours(4),
      outagePatience: Duration.hours(1),
      expectTrafficEvery: Duration.minutes(30),
      alarms: { KeyUseUnusual: { threshold: 150 } },
    },
    given: stack => ({
      alarmTopic: new Topic(stack, 'Page', { topicName: 'page' }),
      noticeTopic: new Topic(stack, 'Notice', { topicName: 'notice' }),
    }),
  });
  const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
  const { policies } = drill.pipeline.sandbox.roles.add('Operator', { Statement: [] });
  policies.set('All', { Version: '2012-10-17', Statement });
}, 60_000);

afterAll(async () => drill.close());

const inAlarm = (): string[] => drill.inAlarm.map(name => name.split('-').at(-1)!);

test('an hour of healthy traffic is quiet, for the alarms on request too', async () => {
  await drill.pass(61);
  expect([drill.inAlarm, drill.notifications]).toEqual([[], []]);
});

test.each(Object.entries(FAULTS))('%s: goes off and is over', async (names, fault) => {
  await fault.begin(drill);
  await (fault.isSilent ? drill.idle(fault.minutes) : drill.pass(fault.minutes));
  const seen = inAlarm();
  await fault.end(drill);
  await drill.pass(fault.settles ?? 30);
  expect([seen, inAlarm()]).toEqual([expect.arrayContaining(names.split(' ')), []]);
});

/** What people do to the key that neither a fault nor a runbook does. */
const DEEDS: Readonly<Record<string, (as: (who: string) => KMSClient, KeyId: string) => Promise<unknown>>> = {
  KeyBack: async (as, KeyId) => as(ADMINISTRATOR).send(new EnableKeyCommand({ KeyId })),
  KeyRotated: async (as, KeyId) => {
    const kms = as(ADMINISTRATOR);
    const WrappingAlgorithm = 'RSAES_OAEP_SHA_256';
    const { ImportToken, PublicKey } = await kms.send(
      new GetParametersForImportCommand({ KeyId, WrappingAlgorithm, WrappingKeySpec: 'RSA_4096' }),
    );
    const wrapped = wrapMaterial(randomBytes(32), parseWrappingKey(Buffer.from(PublicKey!))!, WrappingAlgorithm);
    const given = { KeyId, ImportToken, EncryptedKeyMaterial: wrapped, ImportType: 'NEW_KEY_MATERIAL' } as const;
    await kms.send(new ImportKeyMaterialCommand({ ...given, ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }));
    await as(DESTROYER).send(new RotateKeyOnDemandCommand({ KeyId }));
  },
  GrantChanged: async (as, KeyId) => {
    const kms = as(DESTROYER);
    const { Grants = [] } = await kms.send(new ListGrantsCommand({ KeyId }));
    await kms.send(new RevokeGrantCommand({ KeyId, GrantId: Grants[0]!.GrantId }));
  },
};

test.each(Object.entries(DEEDS))('%s: is told at once', async (name, deed) => {
  drill.restart();
  await deed(who => kmsOf(drill, who), drill.pipeline.keyArn);
  await drill.idle(1);
  const { meaning } = keyEvents('', '')[name]!;
  expect(drill.notifications.map(({ message }) => message)).toContainEqual(expect.stringContaining(meaning));
});

/** What other tests of this folder set off: `slow-writer.test.ts` and `keys.test.ts`. */
const ELSEWHERE = { alarms: ['WriterSlow'], rules: ['KeyDeleted'] };

test('no alarm and no rule is without a fault that sets it off', () => {
  const documented = [...read('docs/operations.md').matchAll(/^\| [^|]+ \| ([^|]+) \| \d+ min \|$/gm)].map(
    ([, told]) => told,
  );
  const seen = [...documented, ...Object.values(RUNBOOK_FAULTS).map(({ symptom }) => symptom), ...Object.keys(FAULTS)];
  const words = new Set([...seen.flatMap(told => told!.split(/,? /)), ...seen, ...EXPIRY, ...Object.keys(DEEDS)]);
  const isHeard = ([, { pattern }]: [string, { pattern: object }]): boolean =>
    [...words].some(word => JSON.stringify(pattern).includes(`"${word}"`));
  const unheard = Object.entries(keyEvents('arn', 'arn')).filter(rule => !isHeard(rule) && !words.has(rule[0]));
  expect(ALARMS.filter(name => !words.has(name))).toEqual(ELSEWHERE.alarms);
  expect(unheard.map(([name]) => name)).toEqual(ELSEWHERE.rules);
});

/** What the runbook of material that expires sets off and sets back, each by name. */
const EXPIRY = ['MaterialExpires7d', 'MaterialExpires1d'];
