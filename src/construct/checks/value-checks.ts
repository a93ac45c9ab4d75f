import { type Duration, type Size, Token } from 'aws-cdk-lib';
import { got } from './got';
import type { Limit } from './limits';
import { isKnown } from '../names/is-known';

/** What is wrong with a value: nothing, or one sentence a problem. */
export type Problems = string[];

/** Whether a text is as it has to be, or not known yet. */
export function isText(value: unknown, fits: (text: string) => boolean): boolean {
  return typeof value === 'string' && (!isKnown(value) || fits(value));
}

/** A whole number within its limit. */
export function checkNumber(prop: string, value: unknown, limit: Limit): Problems {
  const isWithin = (number: number) => Number.isInteger(number) && number >= limit.min && number <= limit.max;
  const fits = value === undefined || (typeof value === 'number' && (Token.isUnresolved(value) || isWithin(value)));
  return fits ? [] : [`'${prop}' must be ${limit.min} to ${limit.max} ${limit.unit}, got ${got(value)}`];
}

/** True or false: no text, which would count as true whatever it says. */
export function checkFlag(prop: string, value: unknown): Problems {
  return value === undefined || typeof value === 'boolean'
    ? []
    : [`'${prop}' must be true or false, got ${got(value)}`];
}

/** A list of texts. */
export function checkTexts(prop: string, value: unknown): Problems {
  const isList = Array.isArray(value) && value.every(text => typeof text === 'string' && text !== '');
  return value === undefined || isList ? [] : [`'${prop}' must be a list of texts, got ${got(value)}`];
}

/** A duration of whole seconds within its limit. */
export function checkDuration(prop: string, value: unknown, limit: Limit): Problems {
  if (value === undefined) return [];
  if (!hasMethod(value, 'toSeconds')) return [`'${prop}' must be a Duration, got ${got(value)}`];
  const duration = value as Duration;
  if (!duration.isUnresolved()) return checkNumber(prop, duration.toSeconds({ integral: false }), limit);
  return duration.unitLabel() === 'seconds' ? [] : [`'${prop}' must be in seconds where it is a Token`];
}

/** The same for a duration that something else is computed from. */
export function checkKnownDuration(prop: string, value: unknown, limit: Limit): Problems {
  return hasMethod(value, 'toSeconds') && (value as Duration).isUnresolved()
    ? [`'${prop}' must be known at synth, got a Token`]
    : checkDuration(prop, value, limit);
}

/** A size of whole bytes within its limit. */
export function checkBytes(prop: string, value: unknown, limit: Limit): Problems {
  return checkSize(prop, value, size => checkNumber(prop, size.toBytes({ rounding: 2 }), limit));
}

/** A size of whole mebibytes within its limit. */
export function checkMebibytes(prop: string, value: unknown, limit: Limit): Problems {
  return checkSize(prop, value, size => checkNumber(prop, size.toMebibytes({ rounding: 2 }), limit));
}

function checkSize(prop: string, value: unknown, check: (size: Size) => Problems): Problems {
  if (value === undefined) return [];
  if (!hasMethod(value, 'toMebibytes')) return [`'${prop}' must be a Size, got ${got(value)}`];
  return (value as Size).isUnresolved() ? [`'${prop}' must be known at synth, got a Token`] : check(value as Size);
}

/** A physical name a service would take. */
export function checkName(
  prop: string,
  value: unknown,
  name: { readonly pattern: RegExp; readonly rule: string },
): Problems {
  return value === undefined || isText(value, text => name.pattern.test(text))
    ? []
    : [`'${prop}' must be ${name.rule}, got ${got(value)}`];
}

/** A value of an enumeration. */
export function checkMember(prop: string, value: unknown, enumeration: object, name: string): Problems {
  return value === undefined || Object.values(enumeration).includes(value)
    ? []
    : [`'${prop}' must be a value of ${name}, got ${got(value)}`];
}

/** An instance of a class that has a factory for each of its values: the bare constructor leaves it without one. */
export function checkInstance(prop: string, value: unknown, of: Function, factory: string): Problems {
  const isMade = typeof value === 'object' && value instanceof of && Object.values(value)[0] !== undefined;
  return value === undefined || isMade
    ? []
    : [`'${prop}' must be made by ${of.name}, as in ${of.name}.${factory}(), got ${got(value)}`];
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof (value as Record<string, unknown> | null | undefined)?.[name] === 'function';
}
