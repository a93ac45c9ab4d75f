import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TableDouble } from './table-double';
import type { Item } from '../../src/writer/item/item-size';

/** A table double behind the wire protocol of DynamoDB, so that the bundled writer can be run against it. */
export interface DynamoDbServer {
  readonly endpoint: string;
  /** The table that answers from now on. */
  table: TableDouble;
  close(): Promise<void>;
}

interface ErrorShape {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode: number };
}

export async function startDynamoDbServer(table: TableDouble): Promise<DynamoDbServer> {
  const server = createServer((request, response) => void answer(running.table, request, response));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const running: DynamoDbServer = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    table,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return running;
}

async function answer(table: TableDouble, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    const input = JSON.parse(Buffer.concat(chunks).toString()) as never;
    const output =
      request.headers['x-amz-target'] === 'DynamoDB_20120810.PutItem'
        ? await putItem(table, input)
        : await batchWriteItem(table, input);
    const body = output === undefined ? '' : JSON.stringify(output);
    response
      .writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': Buffer.byteLength(body) })
      .end(body);
  } catch (error) {
    const { name, message, $metadata } = (error ?? {}) as ErrorShape;
    if ($metadata === undefined) {
      request.socket.destroy(); // what a time-out leaves of a connection
      return;
    }
    response
      .writeHead($metadata.httpStatusCode, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message }));
  }
}

interface PutItem {
  readonly Item: Item;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
}

interface BatchWriteItem {
  readonly RequestItems: Record<string, { PutRequest: { Item: Item } }[]>;
}

async function putItem(
  table: TableDouble,
  { Item, ConditionExpression, ExpressionAttributeNames }: PutItem,
): Promise<object> {
  if (ConditionExpression !== 'attribute_not_exists(#key)' || ExpressionAttributeNames['#key'] !== 'id') {
    throw new Error('unexpected condition');
  }
  await table.insert(Item);
  return {};
}

async function batchWriteItem(table: TableDouble, { RequestItems }: BatchWriteItem): Promise<object | undefined> {
  const [[tableName, requests]] = Object.entries(RequestItems);
  const unprocessed = (await table.putAll(requests.map(({ PutRequest }) => PutRequest.Item))) as
    readonly Item[] | undefined;
  if (unprocessed === undefined) return undefined; // an answer of nothing
  return {
    UnprocessedItems:
      unprocessed.length === 0 ? {} : { [tableName]: unprocessed.map(Item => ({ PutRequest: { Item } })) },
  };
}
