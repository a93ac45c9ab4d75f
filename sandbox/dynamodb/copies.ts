import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { renderError } from './refusal';
import type { DynamoDbRequest } from './request';
import type { TableKeys } from './table-keys';
import type { TableSettings } from './table-settings';
import { forward, type WireRequest, type WireResponse } from '../gateway/wire';

type Json = Record<string, any>;
type Ask = (operation: string, body: Json) => Promise<WireResponse>;

/** What a restore is done with. */
export interface RestoreGround {
  readonly account: string;
  readonly region: string;
  /** Where dynalite listens. */
  readonly emulator: string;
  readonly keys: TableKeys;
  readonly settings: TableSettings;
}

/** A table as it was: its shape, its items, and the key that it was on. */
interface TableCopy {
  readonly shape: Json;
  readonly items: readonly Json[];
  readonly keyArn?: string;
}

/**
 * Backups and restores: to the latest moment, which is now, or of a backup. The other table is on the same key, or the
 * one that the caller names. It has the items, and not the settings that DynamoDB does not restore either: policy,
 * time to live, tags, point-in-time recovery.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableFromBackup.html
 */
export class Copies {
  private readonly backups = new Map<string, TableCopy>();

  public constructor(private readonly ground: RestoreGround) {}

  /** The answer to an operation that is about copies, or none if it is about something else. */
  public async serve(request: WireRequest, asked: DynamoDbRequest): Promise<WireResponse | undefined> {
    const { parameters, tableNames } = asked;
    const ask: Ask = async (operation, body) => {
      const headers = { ...request.headers, 'x-amz-target': `DynamoDB_20120810.${operation}` };
      return forward(this.ground.emulator, { ...request, headers, body: JSON.stringify(body) });
    };
    const [source = ''] = tableNames;
    switch (asked.operation) {
      case 'CreateBackup':
        return this.backUp(ask, source, String(parameters.BackupName));
      case 'RestoreTableFromBackup': {
        const backup = this.backups.get(String(parameters.BackupArn));
        return backup === undefined
          ? renderError('BackupNotFoundException', `Backup not found: ${parameters.BackupArn}`)
          : this.restore(ask, request, parameters, backup);
      }
      case 'RestoreTableToPointInTime': {
        const copy = await this.copyOf(ask, source);
        if ('status' in copy) return copy;
        if (this.ground.settings.isRecoverable(source)) return this.restore(ask, request, parameters, copy);
        const message = `Point in time recovery is not enabled for table '${source}'`;
        return renderError('PointInTimeRecoveryUnavailableException', message);
      }
      default:
        return undefined;
    }
  }

  private async backUp(ask: Ask, source: string, BackupName: string): Promise<WireResponse> {
    const { account, region } = this.ground;
    const copy = await this.copyOf(ask, source);
    if ('status' in copy) return copy;
    const BackupArn = `arn:aws:dynamodb:${region}:${account}:table/${source}/backup/${randomUUID()}`;
    this.backups.set(BackupArn, copy);
    const details = { BackupArn, BackupName, BackupStatus: 'AVAILABLE', BackupType: 'USER', BackupCreationDateTime: 0 };
    const headers = { 'content-type': 'application/x-amz-json-1.0' };
    return { status: 200, headers, body: JSON.stringify({ BackupDetails: details }) };
  }

  /** The table as it is now, or why there is none. */
  private async copyOf(ask: Ask, source: string): Promise<TableCopy | WireResponse> {
    const described = await ask('DescribeTable', { TableName: source });
    if (described.status !== 200) return described;
    const { AttributeDefinitions, KeySchema } = (JSON.parse(described.body) as Json).Table;
    const items: Json[] = [];
    let ExclusiveStartKey: Json | undefined;
    do {
      const page = JSON.parse((await ask('Scan', { TableName: source, ExclusiveStartKey })).body) as Json;
      items.push(...page.Items);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return { shape: { AttributeDefinitions, KeySchema }, items, keyArn: this.ground.keys.keyArnOf(source) };
  }

  private async restore(
    ask: Ask,
    { caller }: WireRequest,
    { TargetTableName, SSESpecificationOverride }: DynamoDbRequest['parameters'],
    { items, keyArn, shape }: TableCopy,
  ): Promise<WireResponse> {
    const TableName = String(TargetTableName);
    const keyId = (SSESpecificationOverride as Json | undefined)?.KMSMasterKeyId ?? keyArn;
    if (keyId !== undefined) await this.ground.keys.select(caller, TableName, String(keyId));
    const created = await ask('CreateTable', { TableName, ...shape, BillingMode: 'PAY_PER_REQUEST' });
    if (created.status !== 200) return created;
    const described = await whenActive(ask, TableName);
    for (const Item of items) await ask('PutItem', { TableName, Item });
    return described;
  }
}

/** A table takes items a moment after it was created. */
async function whenActive(ask: Ask, TableName: string): Promise<WireResponse> {
  for (;;) {
    const described = await ask('DescribeTable', { TableName });
    if ((JSON.parse(described.body) as Json).Table?.TableStatus !== 'CREATING') return described;
    await setImmediate();
  }
}
