import { isDeepStrictEqual } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Deployed } from './deployed';
import { ADMINISTRATOR } from './example';
import type { Sandbox } from '../sandbox';

const STRANGER = 'arn:aws:iam::111122223333:role/Stranger';

/** Sends a message as somebody; gives its id. */
export async function sendMessage(
  sandbox: Sandbox,
  { queueUrl }: Deployed,
  body: string,
  principal: string,
): Promise<string> {
  const sqs = new SQSClient(sandbox.clientOf(principal));
  const ofGroup = queueUrl.endsWith('.fifo') && { MessageGroupId: 'sandbox', MessageDeduplicationId: 'first' };
  const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, ...ofGroup }));
  sqs.destroy();
  return MessageId!;
}

/** How a stranger is refused who sends a message, and an administrator of the key who reads the table. */
export async function listRefusals(sandbox: Sandbox, deployed: Deployed): Promise<string[]> {
  const administrator = deployed.people.find(({ part }) => part === 'administrator')?.principal ?? ADMINISTRATOR;
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(sandbox.clientOf(administrator)));
  const refusals = await Promise.allSettled([
    sendMessage(sandbox, deployed, 'hello', STRANGER),
    table.send(new ScanCommand({ TableName: deployed.tableName })),
  ]);
  table.destroy();
  return refusals.map(refusal => (refusal.status === 'rejected' ? (refusal.reason as Error).message : 'not refused'));
}

type Item = Record<string, unknown>;

/** Reads the items of the table as somebody, once the queue is empty. */
export async function itemsOnceEmpty(sandbox: Sandbox, { queueUrl, tableName }: Deployed, principal: string) {
  const queue = sandbox.queues.all.find(({ name }) => queueUrl.endsWith(`/${name}`))!;
  while (queue.all.length > 0) await sandbox.clock.sleep(25);
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(sandbox.clientOf(principal)));
  const { Items = [] } = await table.send(new ScanCommand({ TableName: tableName }));
  table.destroy();
  return Items as Item[];
}

/** Reads the first item of the table as somebody, once one is there that is none of the others. */
export async function waitForItem(
  sandbox: Sandbox,
  { tableName }: Deployed,
  principal: string,
  others: readonly Item[],
  withinSeconds = 300,
): Promise<Item> {
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(sandbox.clientOf(principal)));
  const { clock } = sandbox;
  const deadline = clock.now() + withinSeconds * 1000;
  try {
    while (clock.now() < deadline) {
      const { Items = [] } = await table.send(new ScanCommand({ TableName: tableName }));
      const item = Items.find(each => !others.some(other => isDeepStrictEqual(other, each)));
      if (item !== undefined) return item;
      await clock.sleep(25);
    }
  } finally {
    table.destroy();
  }
  const problems = [...sandbox.mappings.values()].map(({ problem }) => problem?.message).filter(Boolean);
  throw new Error(
    `no item in ${tableName} within ${withinSeconds} seconds; ${[...problems, ...sandbox.logs.lines.slice(-3)].join('; ')}`,
  );
}
