import { parseKeyArn } from '../../arn';
import { USE_ACTIONS } from '../key-actions';
import { coversAction } from './match';
import { isRoot } from './request';
import { type Statement } from '../statement';

/** The first of some actions that a statement allows; the actions that use a key if none are named. */
export function allowed(statement: Statement, actions: readonly string[] = USE_ACTIONS): string | undefined {
  return statement.Effect === 'Allow' ? actions.find(action => coversAction(statement, action)) : undefined;
}

/** The values of a statement's principal of one kind. */
export function principals(statement: Statement, kind: 'AWS' | 'Service' | 'Federated' = 'AWS'): readonly string[] {
  if (statement.Principal === undefined) return [];
  if (statement.Principal === '*') return kind === 'AWS' ? ['*'] : [];
  return [statement.Principal[kind] ?? []].flat();
}

/** Whether a principal stands for a whole account: its root's ARN or its number. */
export function isAccount(principal: string): boolean {
  return isRoot(principal) || /^\d{12}$/.test(principal);
}

/** Whether a principal is the unique id that KMS shows in place of a deleted role, user or group. */
export function isOrphan(principal: string): boolean {
  return /^A(?:ROA|IDA|GPA)[A-Z0-9]{12,}$/.test(principal);
}

/** The ARN to ask about: the key's own if it is known, or the first that a policy names in its statements. */
export function keyArnIn(
  statements: readonly Statement[],
  { account, keyArn }: { readonly account: string; readonly keyArn?: string },
): string {
  const named = statements.flatMap(({ Resource = [] }) => Resource).find(resource => parseKeyArn(resource));
  return keyArn ?? named ?? `arn:aws:kms::${account}:key/`;
}

/** The principals that are one role or one user each. */
export function identities(statement: Statement): readonly string[] {
  return principals(statement).filter(principal => principal !== '*' && !isAccount(principal));
}

/** The condition keys of a statement, each with its operator and values. */
export function conditions(
  statement: Statement,
): ReadonlyArray<{ operator: string; key: string; values: readonly string[] }> {
  return Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => ({ operator, key, values: [value].flat().map(String) })),
  );
}

/**
 * Whether a statement asks for one of these condition keys: whole names, or their start where they end with a colon.
 */
export function asksFor(statement: Statement, ...keys: readonly string[]): boolean {
  return conditions(statement).some(({ key }) =>
    keys.some(wanted =>
      wanted.endsWith(':')
        ? key.toLowerCase().startsWith(wanted.toLowerCase())
        : key.toLowerCase() === wanted.toLowerCase(),
    ),
  );
}

/** Whether an allow holds only if a flag of the request is true. */
export function asksForTrue(statement: Statement, flag: string): boolean {
  return conditions(statement).some(
    ({ operator, key, values }) =>
      operator === 'Bool' && key.toLowerCase() === flag.toLowerCase() && values.every(value => value === 'true'),
  );
}
