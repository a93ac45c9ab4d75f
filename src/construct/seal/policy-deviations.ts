import { createHash } from 'node:crypto';
import type { Statement } from '../../key-policy/statement';

/** A statement that is missing, changed or new in a policy, by its Sid or a digest. */
export interface PolicyDeviation {
  readonly name: string;
  readonly problem: string;
}

/** What a policy allows beside what the construct wrote, and what it no longer says. A further Deny does no harm. */
export function findPolicyDeviations(made: object, got: unknown): PolicyDeviation[] {
  const own = statementsOf(made);
  const now = statementsOf(got);
  const texts = (statements: readonly Statement[]) => new Set(statements.map(statement => JSON.stringify(statement)));
  const [ownTexts, nowTexts] = [texts(own), texts(now)];
  const missing = own.filter(statement => !nowTexts.has(JSON.stringify(statement)));
  const added = now.filter(statement => !ownTexts.has(JSON.stringify(statement)) && !isStricter(statement));
  return [
    ...missing.map(statement => ({ name: nameOf(statement), problem: 'stay as the construct made it' })),
    ...added.map(statement => ({
      name: nameOf(statement),
      problem: `not be there, got ${JSON.stringify(statement)}`,
    })),
  ];
}

const statementsOf = (document: unknown): Statement[] =>
  [(document as { Statement?: Statement | Statement[] } | undefined)?.Statement ?? []].flat();

const nameOf = (statement: Statement): string =>
  statement.Sid ?? createHash('sha256').update(JSON.stringify(statement)).digest('hex').slice(0, 8);

/** A Deny takes away. What one service sends for one source is what `allowService` would have allowed. */
function isStricter({ Action, Condition = {}, Effect, Principal }: Statement): boolean {
  if (Effect === 'Deny') return true;
  const isOfService = typeof Principal === 'object' && Object.keys(Principal).join() === 'Service';
  const sources = ['ArnEquals', 'ArnLike', 'StringEquals'].flatMap(
    operator => (Condition as Record<string, Record<string, unknown>>)[operator]?.['aws:SourceArn'] ?? [],
  );
  const isBound = sources.length > 0 && sources.every(source => !/[*?]/.test(JSON.stringify(source)));
  return isOfService && isBound && [Action].flat().join() === 'sqs:SendMessage';
}
