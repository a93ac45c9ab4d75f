/** Whether a log line is one that was asked for. */
export type LineFilter = (line: string) => boolean;

const COMPARISON =
  /^\s*\$\.([\w.[\]-]+)\s*(?:(=|!=|<=|>=|<|>)\s*(?:"([^"]*)"|([\w.*-]+))|(NOT\s+EXISTS|IS\s+TRUE|IS\s+FALSE|IS\s+NULL))\s*$/;

/**
 * A pattern of CloudWatch Logs: terms that a line holds, or comparisons of the fields of a line that is JSON.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * @returns nothing if the sandbox does not know such patterns
 */
export function parseFilterPattern(pattern: string): LineFilter | undefined {
  const trimmed = pattern.trim();
  return trimmed.startsWith('{') ? ofFields(trimmed) : ofTerms(trimmed);
}

/** Every term, but none with `-`, and one at least of those with `?`. */
function ofTerms(pattern: string): LineFilter | undefined {
  const terms = [...pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|([\w./:@-]+))(?:\s+|$)/g)];
  if (
    terms
      .map(([whole]) => whole)
      .join('')
      .trim() !== pattern
  ) {
    return undefined;
  }
  const texts = (sign: string): string[] =>
    terms.filter(([, its]) => its === sign).map(([, , quoted, bare]) => (quoted ?? bare).replace(/\\(.)/g, '$1'));
  const [all, any, none] = [texts(''), texts('?'), texts('-')];
  return line =>
    all.every(text => line.includes(text)) &&
    (any.length === 0 || any.some(text => line.includes(text))) &&
    !none.some(text => line.includes(text));
}

/** `&&` binds before `||`; there are no parentheses here. */
function ofFields(pattern: string): LineFilter | undefined {
  const [, inside] = /^\{(.*)\}$/.exec(pattern) ?? [];
  if (inside === undefined) return undefined;
  const parts = inside.split('||').map(part => part.split('&&').map(parseComparison));
  if (parts.flat().includes(undefined)) return undefined;
  return line => {
    const fields = parsed(line);
    return fields !== undefined && parts.some(all => all.every(holds => holds!(fields)));
  };
}

function parseComparison(text: string): ((fields: unknown) => boolean) | undefined {
  const [found, path, operator, quoted, bare, word] = COMPARISON.exec(text) ?? [];
  if (found === undefined) return undefined;
  const valueOf = (fields: unknown): unknown =>
    path
      .split(/[.[\]]+/)
      .filter(Boolean)
      .reduce((at: unknown, name) => (at as Readonly<Record<string, unknown>> | null | undefined)?.[name], fields);
  switch (word?.replace(/\s+/g, ' ')) {
    case 'NOT EXISTS':
      return fields => valueOf(fields) === undefined;
    case 'IS TRUE':
      return fields => valueOf(fields) === true;
    case 'IS FALSE':
      return fields => valueOf(fields) === false;
    case 'IS NULL':
      return fields => valueOf(fields) === null;
    default:
      return fields => compare(valueOf(fields), operator, quoted ?? bare, quoted === undefined);
  }
}

function compare(value: unknown, operator: string, wanted: string, mayBeNumber: boolean): boolean {
  if (value === undefined || value === null || typeof value === 'object') return false;
  const number = mayBeNumber && typeof value === 'number' ? Number(wanted) : Number.NaN;
  switch (operator) {
    case '=':
      return Number.isNaN(number) ? fits(String(value as string | number | boolean), wanted) : value === number;
    case '!=':
      return !compare(value, '=', wanted, mayBeNumber);
    case '<':
      return (value as number) < number;
    case '<=':
      return (value as number) <= number;
    case '>':
      return (value as number) > number;
    default:
      return (value as number) >= number;
  }
}

/** `*` at the beginning or the end stands for any characters. */
function fits(text: string, wanted: string): boolean {
  const inner = wanted.replace(/^\*|\*$/g, '');
  if (/^\*.*\*$/.test(wanted)) return text.includes(inner);
  if (wanted.startsWith('*')) return text.endsWith(inner);
  return wanted.endsWith('*') ? text.startsWith(inner) : text === wanted;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
