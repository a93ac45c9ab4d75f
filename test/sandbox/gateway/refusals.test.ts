import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { TestClock } from '../../../sandbox/clock/test-clock';
import { makeKeyWithImportedMaterial } from '../../../sandbox/demo/imported-key';
import type { Call, Verdict } from '../../../sandbox/iam/authorization';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';

const OWNER = 'arn:aws:iam::111122223333:role/Owner';
const STRANGER = 'arn:aws:iam::111122223333:role/Stranger';

let sandbox: Sandbox;
let keyArn: string;
let QueueUrl: string;
const clock = new TestClock();
let refuses: (call: Call) => boolean = () => false;
const calls: Call[] = [];

const decide = (call: Call): Verdict => {
  calls.push(call);
  return refuses(call)
    ? { allowed: false, reason: `no identity-based policy allows the ${call.action} action` }
    : { allowed: true };
};

const sqsOf = (principal: string): SQSClient => new SQSClient({ ...sandbox.clientOf(principal), maxAttempts: 1 });
const dynamoDbOf = (principal: string): DynamoDBClient =>
  new DynamoDBClient({ ...sandbox.clientOf(principal), maxAttempts: 1 });
const kmsCalls = (): string[] =>
  calls
    .filter(({ action }) => action.startsWith('kms:'))
    .map(({ action, principal }) => `${principal.split('/')[1]} ${action}`);

beforeAll(async () => {
  sandbox = await startSandbox({ authorize: () => decide, clock });
  keyArn = await makeKeyWithImportedMaterial(sandbox, OWNER);
  const created = await sqsOf(OWNER).send(
    new CreateQueueCommand({ QueueName: 'orders', Attributes: { KmsMasterKeyId: keyArn } }),
  );
  QueueUrl = created.QueueUrl!;
  await dynamoDbOf(OWNER).send(
    new CreateTableCommand({
      TableName: 'orders',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: keyArn },
    }),
  );
});

afterAll(async () => sandbox.close());

beforeEach(async () => {
  calls.length = 0;
  refuses = () => false;
  await clock.advance(3_600_000); // whatever was cached is no longer
});

describe('SQS', () => {
  test('refuses a caller as AWS does', async () => {
    refuses = ({ principal }) => principal === STRANGER;
    await expect(
      sqsOf(STRANGER).send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      Code: 'AccessDenied',
      message: `User: ${STRANGER} is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:eu-west-1:111122223333:orders because no identity-based policy allows the sqs:SendMessage action`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('refuses in the query protocol too', async () => {
    refuses = ({ principal }) => principal === STRANGER;
    const { credentials } = sandbox.clientOf(STRANGER);
    const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=0`;
    const response = await fetch(sandbox.endpoint, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ Action: 'SendMessage', QueueUrl, MessageBody: 'hello' }),
    });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('<Code>AccessDenied</Code>');
  });

  test('asks with the condition keys of the request', async () => {
    await sqsOf(OWNER).send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'a' }] }));
    expect(calls[0]).toEqual({
      principal: OWNER,
      action: 'sqs:SendMessage',
      resource: 'arn:aws:sqs:eu-west-1:111122223333:orders',
      context: { 'aws:SecureTransport': 'true', 'aws:RequestedRegion': 'eu-west-1' },
    });
  });

  test('uses the key on behalf of a producer and of a consumer, once in a reuse period', async () => {
    for (const body of ['a', 'b']) await sqsOf(OWNER).send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    for (const role of [STRANGER, STRANGER]) await sqsOf(role).send(new ReceiveMessageCommand({ QueueUrl }));
    expect(kmsCalls()).toEqual(['Owner kms:GenerateDataKey', 'Owner kms:Decrypt', 'Stranger kms:Decrypt']);
    expect(calls.find(({ action }) => action === 'kms:Decrypt')!.context).toMatchObject({
      'kms:ViaService': 'sqs.eu-west-1.amazonaws.com',
      'kms:EncryptionContext:aws:sqs:arn': 'arn:aws:sqs:eu-west-1:111122223333:orders',
    });
  });

  test('asks KMS again after the reuse period', async () => {
    await sqsOf(OWNER).send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
    await clock.advance(299_000);
    await sqsOf(OWNER).send(new SendMessageCommand({ QueueUrl, MessageBody: 'b' }));
    expect(kmsCalls()).toHaveLength(2);
    await clock.advance(2_000);
    await sqsOf(OWNER).send(new SendMessageCommand({ QueueUrl, MessageBody: 'c' }));
    expect(kmsCalls()).toHaveLength(4);
  });

  test.each<[string, () => void, () => void, string, string]>([
    [
      'a denied key',
      () => {
        refuses = ({ action }) => action.startsWith('kms:');
      },
      () => undefined,
      'KmsAccessDenied',
      'KMS.AccessDeniedException',
    ],
    [
      'a disabled key',
      () => {
        sandbox.kms.keys.byArn(keyArn)!.enabled = false;
      },
      () => {
        sandbox.kms.keys.byArn(keyArn)!.enabled = true;
      },
      'KmsDisabled',
      'KMS.DisabledException',
    ],
    [
      'a key to be deleted',
      () => {
        sandbox.kms.keys.byArn(keyArn)!.deletionDate = new Date();
      },
      () => {
        sandbox.kms.keys.byArn(keyArn)!.deletionDate = undefined;
      },
      'KmsInvalidState',
      'KMS.InvalidStateException',
    ],
  ])('says what is wrong with %s', async (_, break_, mend, name, Code) => {
    break_();
    try {
      await expect(sqsOf(OWNER).send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }))).rejects.toMatchObject(
        { name, Code },
      );
    } finally {
      mend();
    }
  });
});

describe('DynamoDB', () => {
  const read = new GetItemCommand({ TableName: 'orders', Key: { id: { S: 'a' } } });

  test('refuses a caller as AWS does', async () => {
    refuses = ({ principal }) => principal === STRANGER;
    await expect(dynamoDbOf(STRANGER).send(read)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${STRANGER} is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:eu-west-1:111122223333:table/orders because no identity-based policy allows the dynamodb:GetItem action`,
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('decrypts the table key on behalf of the caller, once in five minutes', async () => {
    for (const _ of [1, 2]) await dynamoDbOf(STRANGER).send(read);
    expect(kmsCalls()).toEqual(['Stranger kms:Decrypt']);
    expect(calls.find(({ action }) => action === 'kms:Decrypt')!.context).toMatchObject({
      'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com',
      'kms:EncryptionContext:aws:dynamodb:tableName': 'orders',
      'kms:EncryptionContext:aws:dynamodb:subscriberId': '111122223333',
    });
    await clock.advance(301_000);
    await dynamoDbOf(STRANGER).send(read);
    expect(kmsCalls()).toEqual(['Stranger kms:Decrypt', 'Stranger kms:Decrypt']);
  });

  test('says that the key refuses', async () => {
    refuses = ({ action }) => action === 'kms:Decrypt';
    await expect(dynamoDbOf(OWNER).send(read)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /^KMS key access denied error: .* \(Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException\)$/,
      ),
    });
  });

  test('creates a table with the rights of its creator', async () => {
    await dynamoDbOf(STRANGER).send(
      new CreateTableCommand({
        TableName: 'others',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: keyArn },
      }),
    );
    expect(kmsCalls()).toEqual(
      ['DescribeKey', 'CreateGrant', 'GenerateDataKey', 'Encrypt', 'Decrypt'].map(action => `Stranger kms:${action}`),
    );
  });

  test('creates no table whose creator may not use the key', async () => {
    refuses = ({ action }) => action === 'kms:CreateGrant';
    const creation = dynamoDbOf(STRANGER).send(
      new CreateTableCommand({
        TableName: 'refused',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: keyArn },
      }),
    );
    await expect(creation).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(
      dynamoDbOf(OWNER).send(new GetItemCommand({ TableName: 'refused', Key: { id: { S: 'a' } } })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
