import { UsageError } from './cli-error';
import { didYouMean } from './did-you-mean';
import { PROGRAM } from './terminal';
import type { VerbEntry } from './verb';
import { GROUPS, VERBS } from './verbs';

/** Throws unless there is such a group, with the one that may have been meant. */
export function requireGroup(group: string): void {
  if (Object.hasOwn(GROUPS, group)) return;
  const groups = Object.keys(GROUPS);
  const meant = didYouMean(group, groups);
  throw new UsageError(
    `unknown group '${group}'; the groups are ${groups.join(', ')}`,
    meant ? `did you mean: ${PROGRAM} ${meant} --help` : `${PROGRAM} --help`,
  );
}

/** The verb of a group that is one itself, such as `doctor`. */
export function soleVerb(group: string): VerbEntry | undefined {
  return VERBS.find(entry => entry.group === group && entry.name === '');
}

/** Finds a verb and the words after it; a verb may be of two words, such as `ceremony seal`. */
export function findVerb(
  group: string,
  [name = '', second, ...rest]: readonly string[],
): {
  entry: VerbEntry;
  rest: string[];
} {
  const sole = soleVerb(group);
  if (sole) {
    return {
      entry: sole,
      rest: [name, ...(second === undefined ? [] : [second]), ...rest].filter(word => word !== ''),
    };
  }
  const verbs = VERBS.filter(entry => entry.group === group);
  const double = verbs.find(entry => entry.name === `${name} ${second}`);
  if (double) return { entry: double, rest };
  const after = second === undefined ? [] : [second, ...rest];
  const entry = verbs.find(candidate => candidate.name === name);
  if (!entry) throw unknownVerb(group, name, verbs);
  const parts = verbs.filter(candidate => candidate.name.startsWith(`${name} `));
  if (second !== undefined && !second.startsWith('-') && parts.length > 0 && second !== 'help') {
    throw unknownVerb(group, `${name} ${second}`, parts);
  }
  return { entry, rest: after };
}

function unknownVerb(group: string, name: string, verbs: readonly VerbEntry[]): UsageError {
  const names = verbs.map(candidate => candidate.name);
  const meant = didYouMean(name, names);
  return new UsageError(
    `unknown verb '${group} ${name}'; the verbs are ${names.join(', ')}`,
    meant ? `did you mean: ${PROGRAM} ${group} ${meant} --help` : `${PROGRAM} ${group} --help`,
  );
}
