import { type PolicyDocument, type Statement } from './statement';

/**
 * Whether two policies say the same, whatever the order: KMS gives lists back in an order of its own, and one value as
 * a string.
 */
export function samePolicy(one: PolicyDocument, other: PolicyDocument): boolean {
  const rest = ({ Statement: _, ...document }: PolicyDocument) => canonical(document);
  return rest(one) === rest(other) && sameStatements([one.Statement].flat(), [other.Statement].flat());
}

/** Whether two lists hold the same statements. */
export function sameStatements(some: readonly Statement[], others: readonly Statement[]): boolean {
  return some.map(canonical).sort().join('\n') === others.map(canonical).sort().join('\n');
}

/** A text that is the same for all ways to write one thing. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? canonical(value[0]) : `[${value.map(canonical).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(String(value));
  return `{${Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
    .sort()
    .join()}}`;
}
