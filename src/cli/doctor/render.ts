import type { Diagnosis } from './diagnose';

const SIGNS: Readonly<Record<Diagnosis['state'], string>> = {
  good: '✓',
  warning: '!',
  broken: '✗',
  unknown: '–',
  follows: '–',
};

const COLOURS: Readonly<Partial<Record<Diagnosis['state'], number>>> = { good: 32, warning: 33, broken: 31 };

/** Where the text of a check begins. */
const INDENT = 18;

/**
 * One line a check. What is broken has below it why that matters and what mends it. A command stays in one line,
 * however long, so that it can be copied.
 */
export function renderDiagnoses(checks: readonly Diagnosis[], columns: number, colour: boolean): string {
  return checks.map(check => renderCheck(check, columns, colour)).join('\n');
}

function renderCheck({ fix = [], name, number, says, state, todo, why }: Diagnosis, columns: number, colour: boolean) {
  const code = COLOURS[state];
  const sign = colour && code !== undefined ? `\u001b[${code}m${SIGNS[state]}\u001b[0m` : SIGNS[state];
  const text = (label: string, words: string) => fill(label, words, columns).join('\n');
  return [
    `${sign} ${String(number).padStart(2)} ${name.padEnd(INDENT - 5)}${text('', says).trimStart()}`,
    ...(why === undefined ? [] : [text('why: ', why)]),
    ...fix.map((command, index) => `${' '.repeat(INDENT)}${index === 0 ? 'fix: ' : '     '}${command}`),
    ...(todo === undefined ? [] : [text('do:  ', todo)]),
  ].join('\n');
}

/** The last line: how much is broken, and where to begin. */
export function renderVerdict(checks: readonly Diagnosis[], isBad: (check: Diagnosis) => boolean): string {
  const [first, ...others] = checks.filter(isBad);
  const unknown = checks.filter(({ state }) => state === 'unknown').length;
  const verdict =
    first === undefined
      ? `none of ${checks.length} is broken`
      : `${1 + others.length} of ${checks.length} broken: begin with ${first.number}`;
  return unknown === 0 ? verdict : `${verdict}; ${unknown} could not be looked at: see doctor --policy`;
}

/** Lines of a text, all indented, those after the first below its words; a word that is too long has its own. */
function fill(label: string, text: string, columns: number): string[] {
  const hanging = ' '.repeat(label.length);
  const lines: string[] = [];
  let line = label;
  for (const word of text.split(' ')) {
    const isFirst = line.length === label.length;
    if (!isFirst && INDENT + line.length + 1 + word.length > columns) {
      lines.push(line);
      line = hanging + word;
    } else {
      line = isFirst ? line + word : `${line} ${word}`;
    }
  }
  return [...lines, line].map(one => ' '.repeat(INDENT) + one);
}
