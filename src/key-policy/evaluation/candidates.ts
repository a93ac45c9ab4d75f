import { type Policies } from './judge';
import { momentOf, numberOf, parseOperator } from './operators';
import { example, literal, type Pattern, wildcards } from './pattern';
import { type Context } from './request';
import { type Lookup, resolve, variablesOf } from './variables';
import { type Statement } from '../statement';

/** A value of a condition key to try; `undefined` for a key that is absent. */
export type Candidate = string | readonly string[] | undefined;

/** Keys that every request has. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export const ALWAYS_PRESENT: readonly string[] = [
  'aws:currenttime',
  'aws:epochtime',
  'aws:principalarn',
  'aws:principaltype',
  'aws:requestedregion',
  'aws:securetransport',
  'aws:useragent',
  'aws:userid',
  'aws:viaawsservice',
];

/**
 * The values of a condition key that some policies tell apart: one for each text they name, one on each side of a
 * number, date or range, one that none of them names, and none at all.
 */
export function candidatesOf(key: string, policies: Policies, context: Context): readonly Candidate[] {
  const lines = documentsOf(policies).flatMap(statement => linesOf(statement, key));
  const singles = unique([...lines.flatMap(line => valuesOf(line, context)), ...valuesAsVariable(key, policies), NEW]);
  const absent = ALWAYS_PRESENT.includes(key) ? [] : [undefined];
  const isSet = lines.some(({ set }) => set);
  const sets = isSet ? [...singles.map(value => [value]), singles.filter(value => value !== NEW), singles] : singles;
  return [...absent, ...sets];
}

/** A text that no policy names. */
const NEW = 'not-in-the-policy';
const ADDRESSES = ['203.0.113.77', '2001:db8:ffff::77'];

interface Line {
  readonly base: string;
  readonly set: boolean;
  readonly values: readonly string[];
}

function linesOf({ Condition = {} }: Statement, key: string): readonly Line[] {
  return Object.entries(Condition).flatMap(([name, keys]) => {
    const operator = parseOperator(name);
    return Object.entries(keys)
      .filter(([other]) => operator && other.toLowerCase() === key)
      .map(([, value]) => ({
        base: operator!.base,
        set: operator!.set !== undefined,
        values: [value].flat().map(String),
      }));
  });
}

function valuesOf({ base, values }: Line, context: Context): readonly string[] {
  if (base === 'Null') return [];
  if (base === 'Bool') return ['true', 'false'];
  if (/IpAddress/.test(base)) return [...values.map(value => value.split('/')[0]!), ...ADDRESSES];
  if (base.startsWith('Numeric')) {
    return values.flatMap(value => around(numberOf(value), 1).map(String));
  }
  if (base.startsWith('Date')) {
    return values.flatMap(value => around(momentOf(value), 1000).map(time => new Date(time).toISOString()));
  }
  const read = /Like$|^Arn/.test(base) ? wildcards : literal;
  return values
    .flatMap(value => fillIn(value, context, read))
    .flatMap(pattern => [example(pattern, 'x'), example(pattern, '')]);
}

/** The values that a key would have to have as a variable, for the values that are given for others. */
function valuesAsVariable(key: string, policies: Policies): readonly string[] {
  const texts = documentsOf(policies).flatMap(({ Condition = {} }) => Object.values(Condition).flatMap(Object.values));
  const usesIt = texts.flat().some(text => variablesOf(String(text)).some(name => name.toLowerCase() === key));
  return usesIt ? ['x'] : [];
}

/** A policy's value with its variables filled in: by what is given or, where that is open, by any value or none. */
function fillIn(text: string, context: Context, read: (text: string) => Pattern): readonly Pattern[] {
  const given = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value].flat()[0] ?? '']));
  const anyValue: Lookup = key => ({ value: given.get(key.toLowerCase()) ?? 'x' });
  const none: Lookup = key => (given.has(key.toLowerCase()) ? anyValue(key) : 'absent');
  return [anyValue, none].flatMap(lookup => {
    const resolved = resolve(text, lookup, read);
    return 'pattern' in resolved ? [resolved.pattern] : [];
  });
}

function around(value: number | undefined, step: number): readonly number[] {
  return value === undefined ? [] : [value, value - step, value + step];
}

function documentsOf({ identity, resource }: Policies): readonly Statement[] {
  return [...identity, ...(resource ? [resource] : [])].flatMap(({ Statement: statements }) => [statements].flat());
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
