import { type Facts } from './facts';
import { NEGATED, OPERATORS, parseOperator } from './operators';
import { literal } from './pattern';
import { resolve } from './variables';
import { type Statement } from '../statement';

/** Whether something holds. `open`: that depends on what the question leaves open, or no documentation says it. */
export type Truth = 'yes' | 'no' | 'open';

/** One line of a statement's condition, and what a call has in its place. */
export interface Need {
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
  /** The values of the call; `open` where the question leaves them open. */
  readonly actual: readonly string[] | 'absent' | 'open';
  /** The keys, in lower case, on which the line depends: none where no value of any key would decide it. */
  readonly dependsOn: readonly string[];
}

/** Whether a condition is met, and the lines that keep it from being so, or leave it open. */
export interface Met {
  readonly met: Truth;
  readonly needs: readonly Need[];
}

/**
 * Decides a statement's condition: every line of it has to hold.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function checkCondition({ Condition = {} }: Statement, facts: Facts): Met {
  const left: Need[] = [];
  for (const [operator, keys] of Object.entries(Condition)) {
    for (const [key, value] of Object.entries(keys)) {
      const wanted = [value].flat().map(String);
      const { truth, dependsOn } = decideLine(operator, key, wanted, facts);
      const need = () => ({ operator, key, wanted, actual: facts.actual(key), dependsOn });
      if (truth === 'no') return { met: 'no', needs: [need()] };
      if (truth === 'open') left.push(need());
    }
  }
  return { met: left.length > 0 ? 'open' : 'yes', needs: left };
}

interface Decided {
  readonly truth: Truth;
  readonly dependsOn: readonly string[];
}

function decideLine(operator: string, key: string, wanted: readonly string[], facts: Facts): Decided {
  const actual = facts.actual(key);
  const parts = parseOperator(operator);
  if (parts === undefined) return open([]);
  if (actual === 'open') return open([key]);
  const { base, set, ifExists } = parts;
  const values = actual === 'absent' ? [] : actual.filter(value => set === undefined || value !== '');
  const isNull = actual === 'absent' || actual.every(value => value === '');
  if (base === 'Null') return decided(wanted.some(value => value.toLowerCase() === String(isNull)));
  const negated = Object.hasOwn(NEGATED, base);
  if (actual === 'absent') return decided(ifExists || set === 'ForAllValues' || (set === undefined && negated));
  const tests = values.map(value => anyOf(value, wanted, NEGATED[base] ?? base, facts));
  const agreed = negated ? tests.map(not) : tests;
  if (set === 'ForAnyValue') return some(agreed);
  if (set === undefined && facts.isList(key)) return open([]);
  return not(some(agreed.map(not)));
}

/** Whether one value of a request agrees with any of the policy's. */
function anyOf(value: string, wanted: readonly string[], base: string, facts: Facts): Decided {
  const { read, test } = OPERATORS[base]!;
  return some(
    wanted.map((text): Decided => {
      const resolved =
        read && facts.variables ? resolve(text, facts.lookup, read) : { pattern: (read ?? literal)(text) };
      if ('unresolved' in resolved) return open(resolved.unresolved.filter(facts.isOpen));
      return decided(test(value, resolved.pattern, text));
    }),
  );
}

function decided(holds: boolean | undefined): Decided {
  return { truth: holds === undefined ? 'open' : holds ? 'yes' : 'no', dependsOn: [] };
}

function open(keys: readonly string[]): Decided {
  return { truth: 'open', dependsOn: keys.map(key => key.toLowerCase()) };
}

function not({ truth, dependsOn }: Decided): Decided {
  return { truth: truth === 'yes' ? 'no' : truth === 'no' ? 'yes' : 'open', dependsOn };
}

function some(all: readonly Decided[]): Decided {
  if (all.some(({ truth }) => truth === 'yes')) return decided(true);
  const undecided = all.filter(({ truth }) => truth === 'open');
  return undecided.length === 0 ? decided(false) : open(undecided.flatMap(({ dependsOn }) => dependsOn));
}
