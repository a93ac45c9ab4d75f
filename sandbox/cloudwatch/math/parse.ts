import { tokensOf, type Token } from './tokens';

/** An expression of metric math. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Expression[] };

/** Weakest first: those of one line bind equally. */
const PRECEDENCE: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];

const SYNONYMS: Readonly<Record<string, string>> = { '||': 'OR', '&&': 'AND' };

/** @throws if it is no expression, with what was expected */
export function parseExpression(text: string): Expression {
  const tokens = tokensOf(text);
  let at = 0;
  const isNext = (wanted: string): boolean => tokens[at].text === wanted;
  const take = (): Token => tokens[at++];
  const expect = (wanted: string): void => {
    if (take().text !== wanted) throw new Error(`metric math wants '${wanted}' at '${tokens[at - 1].text}': ${text}`);
  };

  const level = (depth: number): Expression => {
    if (depth === PRECEDENCE.length) return operand();
    let left = level(depth + 1);
    while (PRECEDENCE[depth].includes(tokens[at].text)) {
      const operator = take().text;
      left = { kind: 'call', name: SYNONYMS[operator] ?? operator, given: [left, level(depth + 1)] };
    }
    return left;
  };

  const operand = (): Expression => {
    const { kind, text: its } = take();
    if (kind === 'number') return { kind, value: Number(its) };
    if (its === '-') return { kind: 'call', name: '-', given: [{ kind: 'number', value: 0 }, operand()] };
    if (its === '(') {
      const inner = level(0);
      expect(')');
      return inner;
    }
    if (kind !== 'name') throw new Error(`metric math wants a value at '${its}': ${text}`);
    if (!isNext('(')) return { kind, name: its };
    take();
    const given: Expression[] = [];
    while (!isNext(')')) {
      if (given.length > 0) expect(',');
      given.push(level(0));
    }
    take();
    return { kind: 'call', name: its, given };
  };

  const expression = level(0);
  if (tokens[at].kind !== 'end') throw new Error(`metric math ends before '${tokens[at].text}': ${text}`);
  return expression;
}
