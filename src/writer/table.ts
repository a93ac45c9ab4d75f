import { setMaxListeners } from 'node:events';
import { BatchWriteItemCommand, PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Configuration } from './configuration';
import type { Item } from './item-size';

/** The two ways into the table. Both throw what the SDK throws. */
export interface Table {
  /** Puts up to 25 items in one call, over what is there, and answers with those that DynamoDB left out. */
  putAll(items: readonly Item[]): Promise<readonly Item[]>;
  /** Puts one item unless its key is taken. */
  insert(item: Item): Promise<void>;
}

/** @param abortSignal ends what is under way when the invocation has to answer */
export function dynamoTable(client: DynamoDBClient, { tableName, partitionKey }: Configuration, abortSignal: AbortSignal): Table {
  setMaxListeners(0, abortSignal); // every call under way listens
  const options = { abortSignal };
  return {
    async putAll(items) {
      const requests = items.map(Item => ({ PutRequest: { Item } }));
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }), options);
      return (UnprocessedItems?.[tableName] ?? []).map(request => request.PutRequest!.Item!);
    },
    async insert(Item) {
      await client.send(new PutItemCommand({
        TableName: tableName,
        Item,
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': partitionKey.name },
      }), options);
    },
  };
}
