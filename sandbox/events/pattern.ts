import { matchesValue, problemOfMatcher } from './value-matcher';
import type { Fields } from '../gateway/operations';

/**
 * Whether an event is one that a pattern is about. A pattern that names no field says nothing of it; of a list in the
 * event, one item that fits is enough.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
 */
export function matchesPattern(pattern: Fields, event: unknown): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or' && isAlternatives(wanted)) return wanted.some(part => matchesPattern(part, event));
    const value = fieldOf(event, name);
    if (Array.isArray(wanted)) return matchesField(wanted, value);
    const objects = Array.isArray(value) ? value : [value];
    return objects.some(one => matchesPattern(wanted as Fields, one));
  });
}

/** What is wrong with a pattern, in the words of EventBridge; nothing if it is one. */
export function problemOfPattern(pattern: unknown, path = ''): string | undefined {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern)) {
    return `Event pattern is not valid. Reason: Filter is not an object${path && ` at ${path}`}`;
  }
  if (Object.keys(pattern).length === 0) {
    return `Event pattern is not valid. Reason: Empty objects are not allowed${path && ` at ${path}`}`;
  }
  for (const [name, wanted] of Object.entries(pattern as Fields)) {
    const at = `${path}${path && '.'}${name}`;
    if (name === '$or' && isAlternatives(wanted)) {
      if (wanted.length < 2) return `Event pattern is not valid. Reason: $or needs at least two at ${at}`;
      const problem = wanted.map(part => problemOfPattern(part, path)).find(one => one !== undefined);
      if (problem !== undefined) return problem;
    } else if (Array.isArray(wanted)) {
      if (wanted.length === 0) return `Event pattern is not valid. Reason: Empty arrays are not allowed at ${at}`;
      const problem = wanted.map(problemOfMatcher).find(one => one !== undefined);
      if (problem !== undefined) return `Event pattern is not valid. Reason: ${problem} at ${at}`;
    } else {
      const problem =
        typeof wanted === 'object' && wanted !== null
          ? problemOfPattern(wanted, at)
          : `Event pattern is not valid. Reason: "${name}" must be an object or an array at ${at}`;
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

/** A field may be called `$or` too: then it is no list of patterns. */
const isAlternatives = (value: unknown): value is Fields[] =>
  Array.isArray(value) && value.every(part => typeof part === 'object' && part !== null && !isMatcher(part as Fields));

const MATCHERS = ['anything-but', 'exists', 'prefix', 'suffix', 'numeric', 'cidr', 'wildcard', 'equals-ignore-case'];
const isMatcher = (part: Fields): boolean => Object.keys(part).length === 1 && MATCHERS.includes(Object.keys(part)[0]);

const fieldOf = (event: unknown, name: string): unknown =>
  typeof event === 'object' && event !== null && Object.hasOwn(event, name) ? (event as Fields)[name] : undefined;

/** Only what has no fields of its own is a value: an object is not there for these. */
function matchesField(matchers: readonly unknown[], value: unknown): boolean {
  const items = (Array.isArray(value) ? value : [value]) as unknown[];
  const values = items.filter(item => typeof item !== 'object' || item === null);
  return (values.length === 0 ? [undefined] : values).some(one => matchers.some(matcher => matchesValue(matcher, one)));
}
