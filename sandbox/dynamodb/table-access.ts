/** A table whose key DynamoDB can't use for so long is archived. */
const ARCHIVED_AFTER_MILLISECONDS = 7 * 24 * 3_600_000;

type Json = Record<string, unknown>;

/** A table under a key of KMS. */
export interface EncryptedTable {
  readonly name: string;
  readonly keyArn: string;
}

/**
 * Which tables DynamoDB can't decrypt by itself, and since when. When exactly it finds out is not documented. Here, it
 * is when somebody checks, each minute: [U].
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSEDescription.html
 */
export class TableAccess {
  private readonly inaccessibleSince = new Map<string, number>();
  private readonly archivedAt = new Map<string, number>();

  /** @param isUsable whether DynamoDB may use the key for the table */
  public constructor(private readonly isUsable: (table: EncryptedTable) => boolean) {}

  public check(tables: readonly EncryptedTable[], now: number): void {
    for (const table of tables) {
      const since = this.inaccessibleSince.get(table.name);
      if (this.isUsable(table)) {
        this.inaccessibleSince.delete(table.name);
      } else if (since === undefined) {
        this.inaccessibleSince.set(table.name, now);
      } else if (now - since > ARCHIVED_AFTER_MILLISECONDS && !this.isArchived(table.name)) {
        this.archivedAt.set(table.name, now); // for good: only a restore from the backup brings it back
      }
    }
  }

  public isArchived(tableName: string): boolean {
    return this.archivedAt.has(tableName);
  }

  /** The table as DynamoDB describes it, out of what there is to say of one that it can decrypt. */
  public complete(table: Json): Json {
    const name = String(table.TableName);
    const since = this.inaccessibleSince.get(name);
    const archived = this.archivedAt.get(name);
    const encryption = { ...(table.SSEDescription as Json | undefined) };
    if (since !== undefined) encryption.InaccessibleEncryptionDateTime = since / 1000;
    if (archived !== undefined) {
      const ArchivalSummary = { ArchivalDateTime: archived / 1000, ArchivalReason: INACCESSIBLE };
      return { ...table, TableStatus: 'ARCHIVED', SSEDescription: encryption, ArchivalSummary };
    }
    return since === undefined ? table : { ...table, TableStatus: INACCESSIBLE, SSEDescription: encryption };
  }

  public forget(tableName: string): void {
    this.inaccessibleSince.delete(tableName);
    this.archivedAt.delete(tableName);
  }
}

const INACCESSIBLE = 'INACCESSIBLE_ENCRYPTION_CREDENTIALS';
