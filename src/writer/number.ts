import { NUMBER_DIGITS, NUMBER_EXPONENTS } from './limits';
import { Refusal } from './refusal';

/**
 * Checks that DynamoDB can hold a number exactly, as it was written: JavaScript would round it.
 *
 * @returns the number as it was written
 */
export function checkNumber(literal: string): string {
  const [, whole = '', fraction = '', power = '0'] = /^[+-]?(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(literal) ?? [];
  const digits = whole + fraction;
  if (digits === '') throw new Refusal('numberNotStorable');
  const significant = significantDigits(literal);
  if (significant === '') return literal;
  const leadingZeros = digits.length - digits.replace(/^0+/, '').length;
  const exponent = whole.length - leadingZeros - 1 + Number(power);
  const fits = significant.length <= NUMBER_DIGITS && exponent >= NUMBER_EXPONENTS.min && exponent <= NUMBER_EXPONENTS.max;
  if (!fits) throw new Refusal('numberNotStorable');
  return literal;
}

/** The digits of a number that count: without sign, point, power of ten, and the zeros before and after. */
export function significantDigits(literal: string): string {
  return literal.replace(/[eE].*$|[^\d]/g, '').replace(/^0+|0+$/g, '');
}
