import type { WireItem } from './item-size';
import type { DynamoDbRequest } from './request';

/** An item that was put into a table. */
export interface Put {
  readonly tableName: string;
  readonly item: WireItem;
}

interface WriteRequest {
  readonly PutRequest?: { readonly Item: WireItem };
}

type RequestItems = Readonly<Record<string, readonly WriteRequest[]>>;

/** Every item that a request would put, in its order. */
export function putsIn({ operation, tableNames, parameters }: DynamoDbRequest): Put[] {
  if (operation === 'PutItem') return [{ tableName: tableNames[0], item: parameters.Item as WireItem }];
  if (operation !== 'BatchWriteItem') return [];
  return Object.entries((parameters.RequestItems ?? {}) as RequestItems).flatMap(([tableName, requests]) =>
    requests.flatMap(({ PutRequest }) => (PutRequest === undefined ? [] : [{ tableName, item: PutRequest.Item }])),
  );
}
