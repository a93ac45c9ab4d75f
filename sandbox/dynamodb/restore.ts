import { renderError } from './refusal';
import type { DynamoDbRequest } from './request';
import type { TableKeys } from './table-keys';
import type { TableSettings } from './table-settings';
import { forward, type WireRequest, type WireResponse } from '../gateway/wire';

type Json = Record<string, any>;

/** What a restore is done with. */
export interface RestoreGround {
  /** Where dynalite listens. */
  readonly emulator: string;
  readonly keys: TableKeys;
  readonly settings: TableSettings;
}

/**
 * Restores a table to the latest moment, which is now: as another table, on the same key or the one that the caller
 * names, with the items and without the settings that DynamoDB does not restore either: policy, time to live, tags,
 * point-in-time recovery.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html
 */
export async function restoreTable(
  request: WireRequest,
  { parameters, tableNames: [source = ''] }: DynamoDbRequest,
  { emulator, keys, settings }: RestoreGround,
): Promise<WireResponse> {
  const ask = async (operation: string, body: Json): Promise<WireResponse> => {
    const headers = { ...request.headers, 'x-amz-target': `DynamoDB_20120810.${operation}` };
    return forward(emulator, { ...request, headers, body: JSON.stringify(body) });
  };
  const target = String(parameters.TargetTableName);
  const described = await ask('DescribeTable', { TableName: source });
  if (described.status !== 200) return described;
  if (!settings.isRecoverable(source)) {
    const message = `Point in time recovery is not enabled for table '${source}'`;
    return renderError('PointInTimeRecoveryUnavailableException', message);
  }
  const keyId = (parameters.SSESpecificationOverride as Json | undefined)?.KMSMasterKeyId ?? keys.keyArnOf(source);
  if (keyId !== undefined) await keys.select(request.caller, target, String(keyId));
  const { AttributeDefinitions, KeySchema } = (JSON.parse(described.body) as Json).Table;
  const created = await ask('CreateTable', {
    TableName: target,
    AttributeDefinitions,
    KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
  });
  if (created.status !== 200) return created;
  await copyItems(ask, source, target);
  return ask('DescribeTable', { TableName: target });
}

async function copyItems(
  ask: (operation: string, body: Json) => Promise<WireResponse>,
  source: string,
  target: string,
): Promise<void> {
  let ExclusiveStartKey: Json | undefined;
  do {
    const page = JSON.parse((await ask('Scan', { TableName: source, ExclusiveStartKey })).body) as Json;
    for (const Item of page.Items) await ask('PutItem', { TableName: target, Item });
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}
