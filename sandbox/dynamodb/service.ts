import { Copies } from './copies';
import { answerFault } from './fault';
import { fromDynalite, refuseItems, toDynalite } from './item-rules';
import { permissionsFor } from './permissions';
import { putsIn, type Put } from './puts';
import { renderError, tableAccessDenied, tableKmsRefusal, withBody } from './refusal';
import { isDataOperation, parseDynamoDbRequest, type DynamoDbRequest } from './request';
import { TableAccess, type EncryptedTable } from './table-access';
import type { TableKeys } from './table-keys';
import { measureTable } from './table-metrics';
import { TableSettings } from './table-settings';
import type { Measure } from '../cloudwatch/metric';
import type { ServiceFaults } from '../faults/service-faults';
import { forward, type Service, type WireRequest, type WireResponse } from '../gateway/wire';
import type { Authorize } from '../iam/authorization';
import type { Identity } from '../iam/identities';

export interface DynamoDbServiceOptions {
  readonly account: string;
  readonly region: string;
  /** Where dynalite listens. */
  readonly emulator: string;
  readonly keys: TableKeys;
  readonly authorize: Authorize;
  readonly faults: Pick<ServiceFaults, 'around'>;
  /** Told of each item that is put into a table, once it is there. */
  readonly watchPuts?: (put: Put) => void;
  readonly measure: Measure;
  /** Whether DynamoDB may use the key of a table by itself, with its grant. */
  readonly keyIsUsable: (table: EncryptedTable) => boolean;
}

/** DynamoDB as its callers see it: who may do what, with which key, and then the emulator. */
export class DynamoDbService {
  public readonly settings = new TableSettings();

  private readonly access: TableAccess;
  private readonly copies: Copies;

  public constructor(private readonly options: DynamoDbServiceOptions) {
    this.access = new TableAccess(options.keyIsUsable);
    this.copies = new Copies({ ...options, settings: this.settings });
  }

  /** Takes note of the tables that DynamoDB can't decrypt now. */
  public checkKeys(now: number): void {
    this.access.check(this.options.keys.tables, now);
  }

  public readonly answer: Service = async request => {
    const asked = parseDynamoDbRequest(request);
    const started = performance.now();
    const response = await this.respond(request, asked);
    measureTable(asked, response, performance.now() - started, this.options.measure);
    return response;
  };

  private async respond(request: WireRequest, asked: DynamoDbRequest): Promise<WireResponse> {
    try {
      return await this.options.faults.around(
        { service: 'dynamodb', operation: asked.operation, caller: request.caller },
        async () => this.allowed(request),
        async kind => answerFault(kind, request, asked, async part => this.allowed(part)),
      );
    } catch (error) {
      const refusal = tableKmsRefusal(error as Error);
      if (refusal === undefined) throw error;
      return refusal;
    }
  }

  private async allowed(request: WireRequest): Promise<WireResponse> {
    const asked = parseDynamoDbRequest(request);
    return (await this.refuse(request.caller, asked)) ?? this.serve(request, asked);
  }

  private async refuse(caller: Identity, asked: DynamoDbRequest): Promise<WireResponse | undefined> {
    const { account, region, authorize } = this.options;
    for (const [action, name] of permissionsFor(asked)) {
      const resource = name === undefined ? '*' : `arn:aws:dynamodb:${region}:${account}:table/${name}`;
      const context = { ...caller.context, 'aws:SecureTransport': 'true', 'aws:RequestedRegion': region };
      const verdict = await authorize({ principal: caller.principal, action, resource, context });
      if (!verdict.allowed) return tableAccessDenied(caller.principal, action, resource, verdict.reason);
    }
    return undefined;
  }

  private async serve(request: WireRequest, asked: DynamoDbRequest): Promise<WireResponse> {
    const { keys, emulator } = this.options;
    const [tableName] = asked.tableNames;
    if (isDataOperation(asked.operation)) {
      // AWS does not say which error it is: [U]
      if (asked.tableNames.some(name => this.access.isArchived(name))) {
        return renderError('ResourceNotFoundException', 'Requested resource not found');
      }
      for (const name of asked.tableNames) await keys.use(request.caller, name);
      return refuseItems(asked) ?? this.exchange(request, asked);
    }
    const settled = this.settings.serve(asked.operation, tableName, asked.parameters);
    if (settled !== undefined) return settled;
    const copied = await this.copies.serve(request, asked);
    if (copied !== undefined) return this.complete(copied);
    if (asked.operation === 'CreateTable' || asked.operation === 'UpdateTable') return this.shape(request, asked);
    const response = await forward(emulator, request);
    if (asked.operation === 'DeleteTable' && response.status === 200) {
      keys.forget(tableName);
      this.settings.forget(tableName);
      this.access.forget(tableName);
    }
    return this.complete(response);
  }

  /** Gives items to dynalite and takes them from it as DynamoDB would. */
  private async exchange(request: WireRequest, asked: DynamoDbRequest): Promise<WireResponse> {
    const response = await forward(this.options.emulator, { ...request, body: toDynalite(request.body) });
    const { watchPuts } = this.options;
    if (watchPuts && response.status === 200) putsIn(asked).forEach(watchPuts); // dynalite never leaves one out
    const body = fromDynalite(response.body);
    return body === response.body ? response : withBody(response, body);
  }

  /** Creates or updates a table: dynalite gets what it knows, the rest is kept here. */
  private async shape(request: WireRequest, asked: DynamoDbRequest): Promise<WireResponse> {
    const { keys, emulator } = this.options;
    const [tableName] = asked.tableNames;
    const { SSESpecification, DeletionProtectionEnabled, Tags, ...known } = asked.parameters;
    const { KMSMasterKeyId } = (SSESpecification ?? {}) as { KMSMasterKeyId?: string };
    const isCreating = asked.operation === 'CreateTable';
    if (isCreating && (await forward(emulator, describing(request, tableName))).status === 200) {
      return renderError('ResourceInUseException', `Table already exists: ${tableName}`);
    }
    if (KMSMasterKeyId !== undefined) await keys.select(request.caller, tableName, KMSMasterKeyId);
    const body = JSON.stringify(isCreating ? known : { TableName: tableName, ...known });
    const nothingKnown = !isCreating && Object.keys(known).length === 1;
    const response = await forward(emulator, nothingKnown ? describing(request, tableName) : { ...request, body });
    if (response.status === 200) this.settings.note(tableName, { DeletionProtectionEnabled });
    else if (isCreating) keys.forget(tableName);
    const { Table, ...others } = JSON.parse(response.body) as Record<string, object | undefined>;
    const described =
      Table === undefined ? response : { ...response, body: JSON.stringify({ ...others, TableDescription: Table }) };
    return this.complete(described);
  }

  private complete(response: WireResponse): WireResponse {
    const body = JSON.parse(response.body || '{}') as Record<string, Record<string, unknown> | undefined>;
    const field = ['Table', 'TableDescription'].find(name => body[name] !== undefined);
    if (field === undefined) return response;
    const table = body[field]!;
    const keyArn = this.options.keys.keyArnOf(String(table.TableName));
    body[field] = this.access.complete(this.settings.complete(table, keyArn));
    return withBody(response, JSON.stringify(body));
  }
}

const describing = (request: WireRequest, tableName: string): WireRequest => ({
  ...request,
  headers: { ...request.headers, 'x-amz-target': 'DynamoDB_20120810.DescribeTable' },
  body: JSON.stringify({ TableName: tableName }),
});
