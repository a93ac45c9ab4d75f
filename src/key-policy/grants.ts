import { parseArn } from '../arn';

/** A grant on a key: it lets its holder use the key whatever the policy says. */
export interface KeyGrant {
  readonly id: string;
  readonly grantee: string;
  readonly operations: readonly string[];
  /** The table that DynamoDB holds it for. */
  readonly tableName?: string;
}

/**
 * The grants that let somebody in past the policy. DynamoDB's own, one a table, let nobody in: whoever reads a table
 * still needs the policy.
 */
export function foreignGrants<T extends Pick<KeyGrant, 'grantee' | 'tableName'>>(
  grants: readonly T[],
  keyArn: string,
): readonly T[] {
  const dynamoDb = `dynamodb.${parseArn(keyArn)?.region ?? ''}.amazonaws.com`;
  return grants.filter(({ grantee, tableName }) => grantee !== dynamoDb || tableName === undefined);
}

/** A grant in one line, such as `f00… (arn:aws:iam::111122223333:role/Old: Decrypt)`. */
export function renderGrant({ grantee, id, operations, tableName }: KeyGrant): string {
  return `${id} (${grantee}${tableName === undefined ? '' : ` for table ${tableName}`}: ${operations.join(' ')})`;
}
