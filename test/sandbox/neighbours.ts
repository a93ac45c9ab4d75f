import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnOutput } from 'aws-cdk-lib';
import { ArnPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { buildSync } from 'esbuild';
import { CONSUMER } from '../../sandbox/demo/example';
import type { EncryptedQueueToTable } from '../../src';

/** What a second function does with the role of the writer: it tries to write, and to read the queue. */
const THIEF = `
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
const attempt = (call) => call.then(() => 'allowed', (error) => error.message);
export const handler = async ({ TableName, QueueUrl }) => [
  await attempt(new DynamoDBClient().send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: { id: { S: 'x' } } } }] } }))),
  await attempt(new SQSClient().send(new ReceiveMessageCommand({ QueueUrl }))),
];`;

/** Bundles the code of the second function; gives its directory. */
function bundleThief(): string {
  const code = mkdtempSync(join(tmpdir(), 'thief-'));
  buildSync({
    stdin: { contents: THIEF, resolveDir: __dirname },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: join(code, 'index.js'),
  });
  return code;
}

/** What the construct calls the second function, which synthesis refuses unless it is accepted. */
export const ACCEPTED_NEIGHBOURS = ['WriterRole <- OrdersStack/Thief/Resource'];

/** A second function with the writer's role, and a second queue under the key that lets the consumer in. */
export function addNeighbours({ writer, key }: EncryptedQueueToTable): void {
  const stack = writer.stack;
  new LambdaFunction(stack, 'Thief', {
    functionName: 'thief',
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(bundleThief()),
    role: writer.role,
  });
  const other = new Queue(stack, 'OtherQueue', {
    queueName: 'others',
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: key,
  });
  other.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ArnPrincipal(CONSUMER)],
      actions: ['sqs:SendMessage', 'sqs:ReceiveMessage'],
      resources: [other.queueArn],
    }),
  );
  new CfnOutput(stack, 'OtherQueueUrl', { value: other.queueUrl });
}
