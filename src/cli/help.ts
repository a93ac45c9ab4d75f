import { layOut } from './help-layout';
import { PROGRAM } from './terminal';
import { type VerbEntry } from './verb';
import { GROUPS, VERBS } from './verbs';

const EXIT_CODES = `\
Exit codes:
  0  done
  1  failed; the message says what and what to do
  2  the command line is wrong; nothing was called or written
  3  a check says no`;

/** The help of the program: every group, or the verbs of one. */
export function renderHelp(group?: string, columns?: number): string {
  return layOut(group === undefined ? groupsHelp() : verbsHelp(group), columns);
}

/** The help of one verb: its own text, with the exit codes before the example it ends in. */
export function renderVerbHelp(usage: string, columns?: number): string {
  const [text = '', example] = usage.trimEnd().split('\n\nExample:\n');
  return layOut(`${text}\n\n${EXIT_CODES}${example === undefined ? '' : `\n\nExample:\n${example}`}`, columns);
}

/** Everything: what a machine without a network has in place of the documentation. */
export function renderAllHelp(columns?: number): string {
  const verbs = VERBS.map(
    ({ group, name, load }) =>
      `${group} ${name}\n${'='.repeat(Math.min(78, columns ?? 78))}\n\n${renderVerbHelp(load().verb.usage, columns)}`,
  );
  return [renderHelp(undefined, columns), ...verbs].join('\n\n\n');
}

function groupsHelp(): string {
  const groups = Object.entries(GROUPS).map(([name, summary]) => `  ${name.padEnd(10)} ${summary}`);
  return (
    `Usage:\n  ${PROGRAM} <group> <verb> [options]\n\nGroups:\n${groups.join('\n')}\n\n` +
    `Add --help after a group for its verbs, and after a verb for its options.\n\n` +
    `Of the program itself:\n  --version  Print the version, the commit and the SHA-256 of this file.\n` +
    '  --self-check DIGEST  Compare the SHA-256 of this file with the one given.\n' +
    `  help --all  Print the help of every verb, to read without a network.\n\n${EXIT_CODES}`
  );
}

function verbsHelp(group: string): string {
  const verbs = VERBS.filter(entry => entry.group === group);
  const width = Math.max(...verbs.map(({ name }) => name.length));
  const line = ({ name, summary }: VerbEntry) => `  ${name.padEnd(width)}  ${summary}`;
  return (
    `Usage:\n  ${PROGRAM} ${group} <verb> [options]\n\n${capitalise(GROUPS[group] ?? '')}.\n\nVerbs:\n${verbs.map(line).join('\n')}\n\n` +
    `Add --help after a verb for its options.\n\n${EXIT_CODES}`
  );
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
