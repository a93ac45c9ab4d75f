/** A name, and what is said of it beside it. */
const ENTRY = /^( {2}\S+(?: \S+)*?)( {2,})(\S.*)$/;
const WIDEST = 80;
const HANGING = 28;

/**
 * Lays a help text out for a width, 80 columns at most: paragraphs are filled, the text of an option stands beside its
 * name or below it, and a command that is too long goes on after a backslash.
 */
export function layOut(text: string, columns = WIDEST): string {
  const width = Math.max(40, Math.min(columns, WIDEST));
  return text
    .split('\n\n')
    .map(block => layOutBlock(block.split('\n'), width))
    .join('\n\n');
}

function layOutBlock(lines: string[], width: number): string {
  if (lines.every(line => !line.startsWith(' ') && !line.endsWith(':'))) return fill(lines.join(' '), width, '', '');
  const entries: string[] = [];
  for (const line of lines) {
    // what is indented deeper than an option belongs to the one above
    if (/^ {10,}\S/.test(line) && entries.length > 0) entries.push(`${entries.pop()} ${line.trim()}`);
    else entries.push(line);
  }
  return entries.map(entry => layOutLine(entry, width)).join('\n');
}

function layOutLine(line: string, width: number): string {
  const [, name, gap, text] = ENTRY.exec(line) ?? [];
  if (name !== undefined && gap !== undefined && text !== undefined) return layOutEntry(name, gap, text, width);
  if (line.length <= width) return line;
  if (line.startsWith('  encrypted-queue-to-table ')) return breakCommand(line, width);
  const indent = /^ */.exec(line)?.[0] ?? '';
  return fill(line.trim(), width, indent, indent);
}

/** All options of a text begin what is said of them in one column; other entries keep theirs. */
function layOutEntry(name: string, gap: string, text: string, width: number): string {
  const isOption = name.startsWith('  -');
  const column = isOption ? (width < 70 ? 8 : HANGING) + 1 : name.length + gap.length;
  const hanging = ' '.repeat(column);
  if (name.length >= column) return `${name}\n${fill(text, width, hanging, hanging)}`;
  return fill(text, width, name.padEnd(column), hanging);
}

function breakCommand(line: string, width: number): string {
  const words: string[] = [];
  for (const word of line.trim().split(' ')) {
    // an option keeps its value
    if (/^[[(]?-/.test(words.at(-1) ?? '') && !/^[-[(|>]/.test(word)) words.push(`${words.pop()} ${word}`);
    else words.push(word);
  }
  return wrapWords(words, width - 2, '  ', '    ').join(' \\\n');
}

function fill(text: string, width: number, first: string, next: string): string {
  return wrapWords(text.split(/\s+/), width, first, next).join('\n');
}

function wrapWords(words: readonly string[], width: number, first: string, next: string): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of words) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = next;
      isEmpty = true;
    }
    line += `${isEmpty ? '' : ' '}${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
