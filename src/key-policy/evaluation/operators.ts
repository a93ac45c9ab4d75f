import { matchesWildcard } from './wildcard';

/** Whether a value of the request and a value of the policy agree. */
type Test = (actual: string, expected: string) => boolean;

/** The ARN operators compare part by part, with wildcards in each, and are the same with `Equals` and with `Like`. */
const arn: Test = (actual, expected) => {
  const parts = (text: string) => [...text.split(':').slice(0, 5), text.split(':').slice(5).join(':')];
  const wanted = parts(expected);
  return actual.startsWith('arn:') && parts(actual).every((part, index) => matchesWildcard(wanted[index]!, part));
};
const number =
  (compare: (actual: number, expected: number) => boolean): Test =>
  (actual, expected) =>
    compare(Number(actual), Number(expected));

/**
 * The operators that compare a request's value with a policy's. A negated one is its opposite and holds where the key
 * is absent.
 */
export const OPERATORS: Readonly<Record<string, Test>> = {
  StringEquals: (actual, expected) => actual === expected,
  StringEqualsIgnoreCase: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  StringLike: (actual, expected) => matchesWildcard(expected, actual),
  ArnEquals: arn,
  ArnLike: arn,
  Bool: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  NumericEquals: number((actual, expected) => actual === expected),
  NumericLessThan: number((actual, expected) => actual < expected),
  NumericLessThanEquals: number((actual, expected) => actual <= expected),
  NumericGreaterThan: number((actual, expected) => actual > expected),
  NumericGreaterThanEquals: number((actual, expected) => actual >= expected),
};

/** The negated operators, each with the one it is the opposite of. */
export const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
};
