import type { VerbEntry } from './verb';

export const GROUPS: Readonly<Record<string, string>> = {
  key: 'the key ceremony: from a KMS key without key material to one with yours',
};

/** Every command, in the order the help shows them. */
export const VERBS: readonly VerbEntry[] = [
];
