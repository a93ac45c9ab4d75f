import { NUMBER_DIGITS, NUMBER_EXPONENTS } from '../limits';
import { Refusal } from './refusal';

/** A number as DynamoDB holds it. */
export interface ExactNumber {
  /** The digits that count, without the zeros before and after; none for zero. */
  readonly digits: string;
  /** The power of ten of the first of them. */
  readonly exponent: number;
}

/**
 * Reads a number as it was written, or nothing if it is none.
 *
 * It looks at each character once: a sender chooses how long a number is, and a regular expression that tries again
 * from each digit would stop the writer for minutes.
 */
export function parseNumber(literal: string): ExactNumber | undefined {
  const start = literal[0] === '+' || literal[0] === '-' ? 1 : 0;
  const point = skip(isDigit, literal, start);
  const fraction = literal[point] === '.' ? point + 1 : point;
  const end = skip(isDigit, literal, fraction);
  const written = literal.slice(start, point) + literal.slice(fraction, end);
  const power = parsePower(literal, end);
  if (written === '' || power === undefined) return undefined;

  const first = skip(isZero, written, 0);
  let last = written.length;
  while (last > first && isZero(written, last - 1)) last--;
  return { digits: written.slice(first, last), exponent: point - start - first - 1 + power };
}

/**
 * Requires a number that DynamoDB can hold exactly, as it was written: JavaScript would round it.
 *
 * @returns the number as it was written
 */
export function requireNumber(literal: string): string {
  const number = parseNumber(literal);
  const fits =
    number &&
    (number.digits === '' ||
      (number.digits.length <= NUMBER_DIGITS &&
        number.exponent >= NUMBER_EXPONENTS.min &&
        number.exponent <= NUMBER_EXPONENTS.max));
  if (!fits) throw new Refusal('numberNotStorable');
  return literal;
}

/** Reads the power of ten at the end of a number: 0 where none is written, nothing where something else is. */
function parsePower(literal: string, at: number): number | undefined {
  if (at === literal.length) return 0;
  if (literal[at] !== 'e' && literal[at] !== 'E') return undefined;
  const digits = literal[at + 1] === '+' || literal[at + 1] === '-' ? at + 2 : at + 1;
  const isWhole = digits < literal.length && skip(isDigit, literal, digits) === literal.length;
  return isWhole ? Number(literal.slice(at + 1)) : undefined;
}

/** The position of the first character that is not of the kind. */
function skip(isOfKind: (text: string, at: number) => boolean, text: string, from: number): number {
  let at = from;
  while (isOfKind(text, at)) at++;
  return at;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at); // NaN behind the end
  return code >= 48 && code <= 57;
}

function isZero(text: string, at: number): boolean {
  return text.charCodeAt(at) === 48;
}
