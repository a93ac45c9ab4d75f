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
export function renderHelp(group?: string): string {
  if (group === undefined) {
    const groups = Object.entries(GROUPS).map(([name, summary]) => `  ${name.padEnd(10)} ${summary}`);
    return (
      `Usage:\n  ${PROGRAM} <group> <verb> [options]\n\nGroups:\n${groups.join('\n')}\n\n` +
      `Say ${PROGRAM} <group> --help for its verbs, and ${PROGRAM} <group> <verb> --help for one of them.\n\n${EXIT_CODES}`
    );
  }
  const verbs = VERBS.filter(entry => entry.group === group);
  const width = Math.max(...verbs.map(({ name }) => name.length));
  const line = ({ name, summary }: VerbEntry) => `  ${name.padEnd(width)}  ${summary}`;
  return (
    `Usage:\n  ${PROGRAM} ${group} <verb> [options]\n\n${capitalise(GROUPS[group] ?? '')}.\n\nVerbs:\n${verbs.map(line).join('\n')}\n\n` +
    `Say ${PROGRAM} ${group} <verb> --help for one of them.\n\n${EXIT_CODES}`
  );
}

/** The help of one verb: its own text, with the exit codes before the example it ends in. */
export function renderVerbHelp(usage: string): string {
  const [text = '', example] = usage.trimEnd().split('\n\nExample:\n');
  return `${text}\n\n${EXIT_CODES}${example === undefined ? '' : `\n\nExample:\n${example}`}`;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
