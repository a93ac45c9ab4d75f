import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Statement {
  readonly Sid: string;
  readonly Principal: { readonly AWS?: string | readonly string[] };
}

/** The key policy that a construct rendered when it was synthesised. */
export interface RenderedPolicy {
  readonly text: string;
  readonly statements: readonly Statement[];
}

/**
 * The rendered key policy of the only construct in a cloud assembly.
 *
 * @throws if there is none, or more than one
 */
export function requireRenderedPolicy(assembly: string): RenderedPolicy {
  const files = readdirSync(assembly).filter(file => file.endsWith('.key-policy.json'));
  if (files.length !== 1) {
    const got = files.length === 0 ? 'none' : files.join(' and ');
    throw new Error(`the app must have exactly one EncryptedQueueToTable, and outside of a Stage, got ${got}`);
  }
  const text = readFileSync(join(assembly, files[0]), 'utf8');
  return { text, statements: (JSON.parse(text) as { Statement: Statement[] }).Statement };
}

/** The principals of the statement whose Sid ends with a word. */
export const principalsOf = ({ statements }: RenderedPolicy, sid: string): string[] =>
  statements.filter(({ Sid }) => Sid.split(' ').at(-1) === sid).flatMap(({ Principal }) => Principal.AWS ?? []);
