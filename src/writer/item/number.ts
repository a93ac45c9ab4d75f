import { NUMBER_DIGITS, NUMBER_EXPONENTS } from '../limits';
import { Refusal } from './refusal';

/** A number as DynamoDB holds it. */
export interface ExactNumber {
  /** The digits that count, without the zeros before and after; none for zero. */
  readonly digits: string;
  /** The power of ten of the first of them. */
  readonly exponent: number;
}

/** Reads a number as it was written, or nothing if it is none. */
export function parseNumber(literal: string): ExactNumber | undefined {
  const [, whole = '', fraction = '', power = '0'] = /^[+-]?(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(literal) ?? [];
  const written = whole + fraction;
  if (written === '') return undefined;
  const significant = written.replace(/^0+/, '');
  return {
    digits: significant.replace(/0+$/, ''),
    exponent: whole.length - (written.length - significant.length) - 1 + Number(power),
  };
}

/**
 * Checks that DynamoDB can hold a number exactly, as it was written: JavaScript would round it.
 *
 * @returns the number as it was written
 */
export function checkNumber(literal: string): string {
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
