import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  KMSClient,
  PutKeyPolicyCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { TestClock } from '../../../sandbox/clock/test-clock';
import { makeKeyWithImportedMaterial } from '../../../sandbox/demo/imported-key';
import type { Fields } from '../../../sandbox/gateway/operations';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';
import { keyEvents } from '../../../src/construct/operations/key-events';

const OWNER = 'arn:aws:iam::111122223333:role/Owner';
const DAY = 86_400_000;

let clock: TestClock;
let sandbox: Sandbox;

beforeEach(async () => {
  clock = new TestClock();
  sandbox = await startSandbox({ clock });
});

afterEach(async () => sandbox.close());

const kms = (principal = OWNER, context = {}): KMSClient =>
  new KMSClient({ ...sandbox.clientOf(principal, context), maxAttempts: 1 });

/** Puts a rule as the construct has it, and a topic for it. */
async function tell(pattern: object, message: string): Promise<void> {
  const { TopicArn } = await new SNSClient(sandbox.clientOf(OWNER)).send(new CreateTopicCommand({ Name: 'page' }));
  const bus = new EventBridgeClient(sandbox.clientOf(OWNER));
  await bus.send(new PutRuleCommand({ Name: 'Rule', EventPattern: JSON.stringify(pattern) }));
  await bus.send(
    new PutTargetsCommand({ Rule: 'Rule', Targets: [{ Id: 'page', Arn: TopicArn, Input: JSON.stringify(message) }] }),
  );
}

/** The events of a type, without what EventBridge adds. */
const events = (type: string): Fields[] =>
  sandbox.monitoring.bus.events
    .filter(event => event['detail-type'] === type)
    .map(({ source, resources, detail, time }) => ({
      source,
      resources,
      detail: detail as Fields,
      time: time as string,
    }));

/** The values of a metric, by minute since the start. */
function values(name: string, dimensions: Readonly<Record<string, string>>): number[] {
  const metric = { namespace: 'AWS/KMS', name, dimensions };
  return sandbox.monitoring.metrics.samples(metric, Date.UTC(2026, 0, 1), clock.now()).map(({ value }) => value);
}

test('material that expires is an event within a minute, twice told, and its metric stops', async () => {
  const keyArn = await makeKeyWithImportedMaterial(sandbox, OWNER, new Date(clock.now() + 150_000));
  const keyId = keyArn.split('/')[1];
  await clock.advance(300_000);
  expect(values('SecondsUntilKeyMaterialExpiration', { KeyId: keyId })).toEqual([90, 30]);
  expect(events('KMS Imported Key Material Expiration')).toEqual([
    { source: 'aws.kms', resources: [keyArn], detail: { 'key-id': keyId }, time: '2026-01-01T00:03:00Z' },
  ]);
  const [{ detail, ...envelope }, ...more] = events('AWS Service Event via CloudTrail');
  expect([envelope, more]).toEqual([{ source: 'aws.kms', resources: [], time: '2026-01-01T00:03:00Z' }, []]);
  expect(detail).toMatchObject({
    userIdentity: { accountId: '111122223333', invokedBy: 'AWS Internal' },
    eventSource: 'kms.amazonaws.com',
    eventName: 'DeleteExpiredKeyMaterial',
    eventType: 'AwsServiceEvent',
    requestParameters: null,
    resources: [{ accountId: '111122223333', type: 'AWS::KMS::Key', ARN: keyArn }],
    serviceEventDetails: { keyId },
  });
});

test('a key is deleted when its waiting period is over, and the rule KeyDeleted tells its topic', async () => {
  const keyArn = await makeKeyWithImportedMaterial(sandbox, OWNER);
  const { meaning, pattern } = keyEvents(keyArn, OWNER).KeyDeleted!;
  await tell(pattern, meaning);
  await kms().send(new ScheduleKeyDeletionCommand({ KeyId: keyArn, PendingWindowInDays: 7 }));
  await clock.advance(7 * DAY - 1);
  expect([events('KMS CMK Deletion'), sandbox.monitoring.topics.published]).toEqual([[], []]);
  await clock.advance(60_000);
  expect(events('KMS CMK Deletion').map(({ resources }) => resources as unknown)).toEqual([[keyArn]]);
  expect(sandbox.monitoring.topics.published.map(({ message }) => message)).toEqual([JSON.stringify(meaning)]);
  await expect(kms().send(new DescribeKeyCommand({ KeyId: keyArn }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});

test('a rotation is an event with both materials', async () => {
  const { KeyMetadata } = await kms().send(new CreateKeyCommand({}));
  const before = sandbox.kms.keys.byArn(KeyMetadata!.Arn)!.current!.id;
  await kms().send(new RotateKeyOnDemandCommand({ KeyId: KeyMetadata!.KeyId }));
  const after = sandbox.kms.keys.byArn(KeyMetadata!.Arn)!.current!.id;
  expect(events('KMS CMK Rotation').map(({ detail }) => detail as unknown)).toEqual([
    {
      'key-id': KeyMetadata!.KeyId,
      'key-origin': 'AWS_KMS',
      'rotation-type': 'ON_DEMAND',
      'previous-key-material-id': before,
      'current-key-material-id': after,
    },
  ]);
});

test('counts the successful uses of a key by operation, and nothing else', async () => {
  const { KeyMetadata } = await kms().send(new CreateKeyCommand({}));
  const { Arn: KeyArn, KeyId } = KeyMetadata!;
  const { CiphertextBlob } = await kms().send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('text') }));
  await kms().send(new DecryptCommand({ CiphertextBlob }));
  await kms().send(new DecryptCommand({ CiphertextBlob }));
  await kms()
    .send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { wrong: 'context' } }))
    .catch(() => undefined);
  await clock.advance(60_000);
  const used = ['Encrypt', 'Decrypt', 'DescribeKey', 'CreateKey'].map(
    Operation => values('SuccessfulRequest', { KeyArn: KeyArn!, Operation }).length,
  );
  expect(used).toEqual([1, 2, 0, 0]);
});

test.each([
  [
    'arn:aws:iam::111122223333:role/team/KeyAdmin',
    {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/KeyAdmin/alice',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          arn: 'arn:aws:iam::111122223333:role/team/KeyAdmin',
          accountId: '111122223333',
          userName: 'KeyAdmin',
        },
        attributes: { creationDate: '2026-01-01T00:00:00Z', mfaAuthenticated: 'false' },
      },
    },
  ],
  [
    'arn:aws:iam::111122223333:user/Alice',
    { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/Alice', userName: 'Alice' },
  ],
  [
    'arn:aws:iam::111122223333:root',
    { type: 'Root', principalId: '111122223333', arn: 'arn:aws:iam::111122223333:root' },
  ],
])('%s is in the record of a call as AWS documents it', async (principal, userIdentity) => {
  const { KeyMetadata } = await kms().send(new CreateKeyCommand({}));
  const { Arn, KeyId } = KeyMetadata!;
  const Policy = sandbox.kms.keys.byArn(Arn)!.policy;
  await kms(principal, { 'sts:RoleSessionName': 'alice' }).send(new PutKeyPolicyCommand({ KeyId, Policy }));
  const [detail] = events('AWS API Call via CloudTrail')
    .map(event => event.detail as Fields)
    .filter(({ eventName }) => eventName === 'PutKeyPolicy');
  expect(detail).toMatchObject({
    eventSource: 'kms.amazonaws.com',
    awsRegion: 'eu-west-1',
    userIdentity,
    requestParameters: { keyId: KeyId, policy: Policy },
    responseElements: null,
    readOnly: false,
    resources: [{ accountId: '111122223333', type: 'AWS::KMS::Key', ARN: Arn }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    eventCategory: 'Management',
  });
  expect('sessionContext' in detail.userIdentity).toBe('sessionContext' in userIdentity);
});

test('no record holds a plaintext or key material, and a refusal has its code', async () => {
  const keyArn = await makeKeyWithImportedMaterial(sandbox, OWNER);
  await kms().send(new EncryptCommand({ KeyId: keyArn, Plaintext: Buffer.from('attack at dawn') }));
  await kms()
    .send(new DescribeKeyCommand({ KeyId: 'alias/none' }))
    .catch(() => undefined);
  const { records } = sandbox.monitoring.trail;
  const text = JSON.stringify(records);
  for (const secret of [
    'encryptedKeyMaterial',
    'importToken',
    'plaintext',
    Buffer.from('attack at dawn').toString('base64'),
  ]) {
    expect(text).not.toContain(secret);
  }
  expect(records.map(({ eventName, errorCode }) => [eventName, errorCode].join(' ').trim())).toEqual([
    'CreateKey',
    'GetParametersForImport',
    'ImportKeyMaterial',
    'Encrypt',
    'DescribeKey NotFoundException',
  ]);
});

test('what the trail leaves out, EventBridge does not hear of', async () => {
  const { trail, bus } = sandbox.monitoring;
  const heard = async (change: () => void): Promise<number> => {
    change();
    const before = bus.events.length;
    await kms().send(new CreateKeyCommand({}));
    return bus.events.length - before;
  };
  await expect(heard(() => undefined)).resolves.toBe(1);
  await expect(heard(() => trail.excluded.add('kms.amazonaws.com'))).resolves.toBe(0);
  await expect(heard(() => trail.excluded.clear())).resolves.toBe(1);
  await expect(heard(() => (trail.isLogging = false))).resolves.toBe(0);
});
