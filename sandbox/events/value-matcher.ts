import type { Fields } from '../gateway/operations';

type Compare = (value: number, other: number) => boolean;

const COMPARISONS: Readonly<Record<string, Compare>> = {
  '=': (value, other) => value === other,
  '<': (value, other) => value < other,
  '<=': (value, other) => value <= other,
  '>': (value, other) => value > other,
  '>=': (value, other) => value >= other,
};

/**
 * Whether a value fits one entry of a list in a pattern; `undefined` stands for a field that is not there.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matchesValue(matcher: unknown, value: unknown): boolean {
  if (typeof matcher !== 'object' || matcher === null) return matcher === value;
  const [[operator, operand]] = Object.entries(matcher as Fields);
  if (operator === 'exists') return (value !== undefined) === operand;
  if (value === undefined) return false;
  switch (operator) {
    case 'anything-but':
      return !isAnyOf(operand, value);
    case 'numeric':
      return (
        typeof value === 'number' &&
        pairs(operand as unknown[]).every(([name, other]) => COMPARISONS[name](value, other))
      );
    default:
      return typeof value === 'string' && matchesText(operator, operand, value);
  }
}

/** What is wrong with an entry of a list in a pattern. */
export function problemOfMatcher(matcher: unknown): string | undefined {
  if (Array.isArray(matcher)) return 'a list within a list';
  if (typeof matcher !== 'object' || matcher === null) return undefined;
  const entries = Object.entries(matcher as Fields);
  if (entries.length !== 1) return 'Only one key allowed in match expression';
  const [[operator, operand]] = entries;
  switch (operator) {
    case 'exists':
      return typeof operand === 'boolean' ? undefined : 'exists match pattern must be either true or false.';
    case 'anything-but':
      return operand === null || operand === undefined || (Array.isArray(operand) && operand.length === 0)
        ? 'anything-but needs a value'
        : undefined;
    case 'numeric':
      return Array.isArray(operand) &&
        operand.length > 0 &&
        operand.length % 2 === 0 &&
        pairs(operand).every(isComparison)
        ? undefined
        : 'numeric needs pairs of a comparison and a number';
    case 'prefix':
    case 'suffix':
      return isText(operand) || isText((operand as Fields)?.['equals-ignore-case'])
        ? undefined
        : `${operator} match pattern must be a string`;
    case 'wildcard':
    case 'equals-ignore-case':
      return isText(operand) ? undefined : `${operator} match pattern must be a string`;
    default:
      return `Unrecognized match type ${operator}`;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isComparison = ([name, other]: readonly [string, unknown]): boolean =>
  Object.hasOwn(COMPARISONS, name) && typeof other === 'number';

const pairs = (list: readonly unknown[]): (readonly [string, number])[] =>
  Array.from({ length: list.length / 2 }, (_, index) => [String(list[2 * index]), list[2 * index + 1] as number]);

/** What `anything-but` excludes: values, or texts that fit another operator, one or several. */
function isAnyOf(excluded: unknown, value: unknown): boolean {
  if (Array.isArray(excluded)) return excluded.includes(value);
  if (typeof excluded !== 'object' || excluded === null) return excluded === value;
  const [[operator, operand]] = Object.entries(excluded as Fields);
  return typeof value === 'string' && [operand].flat().some(one => matchesText(operator, one, value));
}

function matchesText(operator: string, operand: unknown, value: string): boolean {
  const ignoring = (operand as Fields | undefined)?.['equals-ignore-case'] as string | undefined;
  const [text, wanted] =
    ignoring === undefined ? [value, String(operand)] : [value.toLowerCase(), ignoring.toLowerCase()];
  switch (operator) {
    case 'prefix':
      return text.startsWith(wanted);
    case 'suffix':
      return text.endsWith(wanted);
    case 'equals-ignore-case':
      return value.toLowerCase() === String(operand).toLowerCase();
    case 'wildcard':
      return fitsWildcard(wanted, text);
    default:
      return false;
  }
}

/** `*` stands for any characters. */
function fitsWildcard(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return pattern === text;
  const [first, last] = [parts[0], parts.at(-1)!];
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
