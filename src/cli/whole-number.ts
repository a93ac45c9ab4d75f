import { UsageError } from './cli-error';
import type { OptionValues } from './options';

/** The whole number that an option gives, within its range; `undefined` where the option is left out. */
export function readWholeNumber(
  values: OptionValues,
  name: string,
  { from, to, unit }: { readonly from: number; readonly to: number; readonly unit: string },
): number | undefined {
  const text = values.text(name);
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= from && number <= to) return number;
  throw new UsageError(`--${name} must be ${from} to ${to} ${unit}, got '${text}'`);
}
