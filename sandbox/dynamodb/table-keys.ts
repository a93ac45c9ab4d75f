import type { EncryptedTable } from './table-access';
import type { ForwardAccess } from '../gateway/forward-access';
import type { Identity } from '../iam/identities';

/** For how long a caller uses a table key before DynamoDB asks KMS again. */
const TABLE_KEY_LIFETIME_MILLISECONDS = 5 * 60 * 1000;

const GRANTED = ['DescribeKey', 'GenerateDataKey', 'Decrypt', 'Encrypt', 'ReEncryptFrom', 'ReEncryptTo', 'RetireGrant'];

interface TableKey {
  readonly keyArn: string;
  /** Base64, as KMS gave it. */
  readonly ciphertext: string;
}

/**
 * The table keys of DynamoDB: one is made under the KMS key for each encrypted table, and decrypted for each caller.
 */
export class TableKeys {
  private readonly keys = new Map<string, TableKey>();
  private readonly usableUntil = new Map<string, number>();

  public constructor(
    private readonly account: string,
    private readonly region: string,
    private readonly access: ForwardAccess,
    private readonly now: () => Date,
  ) {}

  /** Every table that is encrypted under a key of KMS. */
  public get tables(): EncryptedTable[] {
    return [...this.keys].map(([name, { keyArn }]) => ({ name, keyArn }));
  }

  public keyArnOf(tableName: string): string | undefined {
    return this.keys.get(tableName)?.keyArn;
  }

  /**
   * What selecting a key for a table takes: the calls that AWS documents as the minimum of who makes the selection.
   *
   * @throws the error of KMS if the creator of the table may not make one of them
   */
  public async select(creator: Identity, tableName: string, keyId: string): Promise<void> {
    const EncryptionContext = this.contextOf(tableName);
    const { KeyMetadata } = await this.access.call(creator, 'DescribeKey', { KeyId: keyId });
    const KeyId = KeyMetadata.Arn as string;
    const service = `dynamodb.${this.region}.amazonaws.com`;
    await this.access.call(creator, 'CreateGrant', {
      KeyId,
      GranteePrincipal: service,
      RetiringPrincipal: service,
      Operations: GRANTED,
      Constraints: { EncryptionContextSubset: EncryptionContext },
    });
    const { Plaintext, CiphertextBlob } = await this.access.call(creator, 'GenerateDataKey', {
      KeyId,
      KeySpec: 'AES_256',
      EncryptionContext,
    });
    await this.access.call(creator, 'Encrypt', { KeyId, Plaintext, EncryptionContext });
    await this.access.call(creator, 'Decrypt', { KeyId, CiphertextBlob, EncryptionContext });
    this.keys.set(tableName, { keyArn: KeyId, ciphertext: CiphertextBlob as string });
  }

  /** @throws the error of KMS if the caller may not decrypt the table key */
  public async use(caller: Identity, tableName: string): Promise<void> {
    const key = this.keys.get(tableName);
    if (key === undefined) return;
    const slot = `${caller.principal} ${tableName} ${key.keyArn}`;
    if (this.now().getTime() < (this.usableUntil.get(slot) ?? 0)) return;
    const EncryptionContext = this.contextOf(tableName);
    await this.access.call(caller, 'Decrypt', { KeyId: key.keyArn, CiphertextBlob: key.ciphertext, EncryptionContext });
    this.usableUntil.set(slot, this.now().getTime() + TABLE_KEY_LIFETIME_MILLISECONDS);
  }

  public forget(tableName: string): void {
    this.keys.delete(tableName);
  }

  /** The encryption context of a table's key. */
  public contextOf(tableName: string): Record<string, string> {
    return { 'aws:dynamodb:tableName': tableName, 'aws:dynamodb:subscriberId': this.account };
  }
}
