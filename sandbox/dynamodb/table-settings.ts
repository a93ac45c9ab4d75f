import { renderError } from './refusal';
import { problemOfPolicy } from './resource-policy';
import type { WireResponse } from '../gateway/wire';

type Json = Record<string, unknown>;

const answer = (body: Json): WireResponse => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(body),
});

/** What dynalite does not know of a table: its settings, kept and given back. */
export class TableSettings {
  /** The resource policy of each table, by its name. */
  public readonly policies = new Map<string, string>();
  private readonly deletionProtected = new Set<string>();
  private readonly recoverable = new Set<string>();
  private readonly timeToLive = new Map<string, Json>();

  /** Takes note of a table created or updated. */
  public note(tableName: string, { DeletionProtectionEnabled }: Json): void {
    if (DeletionProtectionEnabled === true) this.deletionProtected.add(tableName);
    if (DeletionProtectionEnabled === false) this.deletionProtected.delete(tableName);
  }

  /** What becomes of the settings of a table that is deleted. */
  public forget(tableName: string): void {
    for (const kept of [this.policies, this.deletionProtected, this.recoverable, this.timeToLive]) {
      kept.delete(tableName);
    }
  }

  public isRecoverable(tableName: string): boolean {
    return this.recoverable.has(tableName);
  }

  /** The answer to an operation that is about settings alone, or none if it is about something else. */
  public serve(operation: string, tableName: string, parameters: Json): WireResponse | undefined {
    switch (operation) {
      case 'UpdateContinuousBackups': {
        const { PointInTimeRecoveryEnabled } = parameters.PointInTimeRecoverySpecification as Json;
        if (PointInTimeRecoveryEnabled === true) this.recoverable.add(tableName);
        else this.recoverable.delete(tableName);
        return this.describeBackups(tableName);
      }
      case 'DescribeContinuousBackups':
        return this.describeBackups(tableName);
      case 'UpdateTimeToLive':
        this.timeToLive.set(tableName, parameters.TimeToLiveSpecification as Json);
        return answer({ TimeToLiveSpecification: parameters.TimeToLiveSpecification });
      case 'DescribeTimeToLive': {
        const { Enabled, AttributeName } = this.timeToLive.get(tableName) ?? {};
        return answer({
          TimeToLiveDescription: { TimeToLiveStatus: Enabled === true ? 'ENABLED' : 'DISABLED', AttributeName },
        });
      }
      case 'PutResourcePolicy': {
        const problem = problemOfPolicy(String(parameters.Policy));
        if (problem !== undefined) return renderError('ValidationException', problem, 'com.amazon.coral.validate');
        this.policies.set(tableName, String(parameters.Policy));
        return answer({ RevisionId: String(this.policies.size) });
      }
      case 'DeleteResourcePolicy':
        this.policies.delete(tableName);
        return answer({});
      case 'GetResourcePolicy':
        if (!this.policies.has(tableName)) {
          return renderError('PolicyNotFoundException', 'Resource-based policy not found for the provided ResourceArn');
        }
        return answer({ Policy: this.policies.get(tableName) });
      case 'DeleteTable':
        if (!this.deletionProtected.has(tableName)) return undefined;
        return renderError(
          'ValidationException',
          'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
          'com.amazon.coral.validate',
        );
      default:
        return undefined;
    }
  }

  /** The table as DynamoDB describes it, out of what dynalite says of it. */
  public complete(table: Json, keyArn: string | undefined): Json {
    const encryption =
      keyArn === undefined ? {} : { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: keyArn } };
    return { ...table, ...encryption, DeletionProtectionEnabled: this.deletionProtected.has(String(table.TableName)) };
  }

  private describeBackups(tableName: string): WireResponse {
    const status = this.recoverable.has(tableName) ? 'ENABLED' : 'DISABLED';
    const recovery = { PointInTimeRecoveryStatus: status };
    return answer({
      ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription: recovery },
    });
  }
}
