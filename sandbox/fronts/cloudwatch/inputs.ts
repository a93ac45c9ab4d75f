import type { Fields } from '../../gateway/operations';
import { ServiceError } from '../../gateway/service-error';

/** A time in any of the three protocols, in milliseconds since 1970. */
export function timeOf(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'number') return value * 1000; // as JSON has it, in seconds
  const tagged = (value as { readonly value?: unknown } | undefined)?.value;
  if (typeof tagged === 'number') return tagged * 1000; // as CBOR has it
  const time = Date.parse(String(value));
  if (Number.isNaN(time)) throw new ServiceError('ValidationError', `timestamp ${String(value)} must follow ISO8601`);
  return time;
}

const FLAGS = ['ActionsEnabled', 'ReturnData'];

/** The same input with flags that a form has as text as what they are. */
export function withFlags(input: unknown): any {
  if (Array.isArray(input)) return input.map(withFlags);
  if (typeof input !== 'object' || input === null || input instanceof Date) return input;
  return Object.fromEntries(
    Object.entries(input as Fields).map(([name, value]) => [
      name,
      FLAGS.includes(name) && typeof value === 'string' ? value === 'true' : withFlags(value),
    ]),
  );
}

/** Does what may throw about a wrong input, and says so as CloudWatch does. */
export function validated<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof ServiceError ? error : new ServiceError('ValidationError', (error as Error).message);
  }
}
