import { TABLE_POLICY_ACTIONS } from '../../src/construct/checks/table-policy-actions';

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html */
const MAX_BYTES = 20 * 1024;

/**
 * Why DynamoDB would refuse a resource policy of a table as a whole: an action that no such policy may name, or too
 * many bytes. The words are not documented: [U].
 */
export function problemOfPolicy(text: string): string | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) return `The resource policy has ${bytes} bytes, of at most ${MAX_BYTES}`;
  const { Statement } = JSON.parse(text) as { Statement: { Action?: string | string[] }[] };
  const unsupported = Statement.flatMap(({ Action = [] }) => Action).filter(
    action => !TABLE_POLICY_ACTIONS.has(action),
  );
  return unsupported.length === 0
    ? undefined
    : `Invalid policy document: it can't name the actions ${unsupported.join(', ')}`;
}
