import { isInRange } from './addresses';
import { fits, literal, type Pattern, splitPattern, wildcards } from './pattern';

/** Whether a value of the request and a value of the policy agree; nothing where no documentation says. */
type Test = (actual: string, expected: Pattern, text: string) => boolean | undefined;

/** How an operator reads the policy's value, and compares it. */
export interface Operator {
  readonly test: Test;
  /** How the text of the policy becomes a pattern; an operator without it takes no variables. */
  readonly read?: (text: string) => Pattern;
}

/**
 * The operators that compare a request's value with a policy's. A negated one is its opposite and holds where the key
 * is absent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { read: literal, test: (actual, expected) => fits(expected, actual) },
  StringEqualsIgnoreCase: { read: literal, test: (actual, expected) => fits(lower(expected), actual.toLowerCase()) },
  StringLike: { read: wildcards, test: (actual, expected) => fits(expected, actual) },
  ArnEquals: { read: wildcards, test: arn },
  ArnLike: { read: wildcards, test: arn },
  Bool: { test: (actual, _, expected) => compareBooleans(actual.toLowerCase(), expected.toLowerCase()) },
  BinaryEquals: { test: (actual, _, expected) => compareBinary(actual, expected) },
  IpAddress: { test: (actual, _, expected) => isInRange(actual, expected) },
  NumericEquals: by(numberOf, (actual, expected) => actual === expected),
  NumericLessThan: by(numberOf, (actual, expected) => actual < expected),
  NumericLessThanEquals: by(numberOf, (actual, expected) => actual <= expected),
  NumericGreaterThan: by(numberOf, (actual, expected) => actual > expected),
  NumericGreaterThanEquals: by(numberOf, (actual, expected) => actual >= expected),
  DateEquals: by(momentOf, (actual, expected) => actual === expected),
  DateLessThan: by(momentOf, (actual, expected) => actual < expected),
  DateLessThanEquals: by(momentOf, (actual, expected) => actual <= expected),
  DateGreaterThan: by(momentOf, (actual, expected) => actual > expected),
  DateGreaterThanEquals: by(momentOf, (actual, expected) => actual >= expected),
};

/** The negated operators, each with the one it is the opposite of. */
export const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
};

/** The parts of an operator's name; nothing where IAM knows none of that name. */
export function parseOperator(
  name: string,
): { readonly set?: 'ForAllValues' | 'ForAnyValue'; readonly base: string; readonly ifExists: boolean } | undefined {
  const [, set, base = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const known = Object.hasOwn(OPERATORS, base) || Object.hasOwn(NEGATED, base);
  if (!known && (base !== 'Null' || ifExists)) return undefined;
  return { ...(set && { set: set as 'ForAllValues' | 'ForAnyValue' }), base, ifExists: ifExists !== undefined };
}

/** The number that a policy or a request means. */
export function numberOf(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** The moment that a policy or a request means, in milliseconds: ISO 8601, or seconds since 1970. */
export function momentOf(text: string): number | undefined {
  if (/^\d+$/.test(text) && text.length > 4) return Number(text) * 1000;
  const time = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/.test(text)
    ? Date.parse(text)
    : NaN;
  return Number.isNaN(time) ? undefined : time;
}

/**
 * The ARN operators compare the six parts one by one, with wildcards in each, and are the same with `Equals` and with
 * `Like`. What is compared with a text of fewer parts is not documented.
 */
function arn(actual: string, expected: Pattern): boolean | undefined {
  const [wanted, parts] = [splitPattern(expected, 6), splitPattern(literal(actual), 6)];
  if (wanted.length < 6) return undefined;
  return parts.length === 6 && parts.every((part, index) => fits(wanted[index]!, part.join('')));
}

function by<T>(read: (text: string) => T | undefined, compare: (actual: T, expected: T) => boolean): Operator {
  return {
    test: (actual, _, expected) => {
      const [one, other] = [read(actual), read(expected)];
      return one === undefined || other === undefined ? undefined : compare(one, other);
    },
  };
}

function compareBooleans(actual: string, expected: string): boolean | undefined {
  return [actual, expected].every(text => ['true', 'false'].includes(text)) ? actual === expected : undefined;
}

function compareBinary(actual: string, expected: string): boolean {
  return Buffer.from(actual, 'base64').equals(Buffer.from(expected, 'base64'));
}

function lower(pattern: Pattern): Pattern {
  return pattern.map(token => (typeof token === 'string' ? token.toLowerCase() : token));
}
