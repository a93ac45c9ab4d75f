export interface Token {
  readonly kind: 'number' | 'name' | 'operator' | 'end';
  readonly text: string;
}

/** Longer operators come first, so that `>=` is not `>` and something else. */
const PATTERN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z]\w*)|(<=|>=|==|!=|&&|\|\||[-+*/^<>(),]))/y;

/** @throws if an expression has a character that no metric math has */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  PATTERN.lastIndex = 0;
  for (let at = 0; expression.slice(at).trim() !== ''; at = PATTERN.lastIndex) {
    const [, number, name, operator] = PATTERN.exec(expression) ?? [];
    const text = number ?? name ?? operator;
    if (text === undefined) throw new Error(`metric math can't have '${expression.slice(at).trim()}': ${expression}`);
    tokens.push({ kind: number ? 'number' : name ? 'name' : 'operator', text });
  }
  return [...tokens, { kind: 'end', text: '' }];
}
