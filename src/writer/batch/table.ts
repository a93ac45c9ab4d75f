import { BatchWriteItemCommand, PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Configuration } from '../configuration';
import type { Item } from '../item/item-size';

/** The two ways into the table. Both throw what the SDK throws. */
export interface Table {
  /** Puts up to 25 items in one call, over what is there, and answers with those that DynamoDB left out. */
  putAll(items: readonly Item[]): Promise<readonly Item[]>;
  /** Puts one item unless its key is taken. */
  insert(item: Item): Promise<void>;
}

/** The table itself. The calls pass no options, since the SDK would then put its middleware together anew for each. */
export function dynamoTable(client: DynamoDBClient, { tableName, partitionKey }: Configuration): Table {
  return {
    async putAll(items) {
      const requests = items.map(Item => ({ PutRequest: { Item } }));
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }),
      );
      return (UnprocessedItems?.[tableName] ?? []).map(request => request.PutRequest!.Item!);
    },
    async insert(Item) {
      await client.send(
        new PutItemCommand({
          TableName: tableName,
          Item,
          ConditionExpression: 'attribute_not_exists(#key)',
          ExpressionAttributeNames: { '#key': partitionKey.name },
        }),
      );
    },
  };
}
