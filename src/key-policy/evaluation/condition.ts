import { type Statement } from '../statement';
import { NEGATED, OPERATORS } from './operators';
import { type Request } from './request';

type Values = readonly string[];

/**
 * The first part of a statement's condition that a call does not meet, as `StringEquals kms:ViaService`; nothing where
 * all of it holds.
 *
 * An operator that is not known here (dates, addresses, binary) is taken for the worse: it never lets an allow apply
 * nor a deny lapse.
 */
export function unmetCondition({ Effect, Condition }: Statement, context: Request['context']): string | undefined {
  const given = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value].flat()]));
  for (const [operator, keys] of Object.entries(Condition ?? {})) {
    for (const [key, expected] of Object.entries(keys)) {
      const met = holds(operator, given.get(key.toLowerCase()), [expected].flat().map(String)) ?? Effect === 'Deny';
      if (!met) return `${operator} ${key}`;
    }
  }
  return undefined;
}

function holds(operator: string, actual: Values | undefined, expected: Values): boolean | undefined {
  const [, set, base, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (base === 'Null') return expected.includes(String(actual === undefined));
  const opposite = NEGATED[base ?? ''];
  const test = OPERATORS[opposite ?? base ?? ''];
  if (!test) return undefined;
  if (actual === undefined) {
    return Boolean(ifExists) || set === 'ForAllValues' || (set === undefined && opposite !== undefined);
  }
  const agrees = (value: string) => expected.some(wanted => test(value, wanted)) !== (opposite !== undefined);
  return set === 'ForAnyValue' ? actual.some(agrees) : actual.every(agrees);
}
