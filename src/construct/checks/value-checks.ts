import { Token, type Duration, type Size } from 'aws-cdk-lib';
import type { Limit } from './limits';

/** What is wrong with a value: nothing, or one sentence a problem. */
export type Problems = string[];

const known = (value: unknown): boolean => value !== undefined && !Token.isUnresolved(value);

/** A whole number within its limit. */
export function checkNumber(prop: string, value: number | undefined, limit: Limit): Problems {
  const fits = !known(value) || (Number.isInteger(value) && value! >= limit.min && value! <= limit.max);
  return fits ? [] : [`'${prop}' must be ${limit.min} to ${limit.max} ${limit.unit}, got ${value}`];
}

/** A duration of whole seconds within its limit. */
export function checkDuration(prop: string, value: Duration | undefined, limit: Limit): Problems {
  return value?.isUnresolved() ? [] : checkNumber(prop, value?.toSeconds({ integral: false }), limit);
}

/** A size of whole bytes within its limit. */
export function checkBytes(prop: string, value: Size | undefined, limit: Limit): Problems {
  return value?.isUnresolved() ? [] : checkNumber(prop, value?.toBytes({ rounding: 2 }), limit);
}

/** A size of whole mebibytes within its limit. */
export function checkMebibytes(prop: string, value: Size | undefined, limit: Limit): Problems {
  return value?.isUnresolved() ? [] : checkNumber(prop, value?.toMebibytes({ rounding: 2 }), limit);
}

/** A physical name a service would take. */
export function checkName(
  prop: string,
  value: string | undefined,
  name: { readonly pattern: RegExp; readonly rule: string },
): Problems {
  return !known(value) || name.pattern.test(value!)
    ? []
    : [`'${prop}' must be ${name.rule}, got ${JSON.stringify(value)}`];
}
