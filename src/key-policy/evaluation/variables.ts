import { literal, type Pattern, wildcards } from './pattern';

/** What a variable stands for in one call. */
export type Lookup = (key: string) => { readonly value: string } | 'absent' | 'open';

/** A policy's text with its variables filled in, or the keys without which that can't be done. */
export type Resolved = { readonly pattern: Pattern } | { readonly unresolved: readonly string[] };

const VARIABLE = /\$\{([^}]*)\}/;

/**
 * Fills in the variables of a value or a resource: `${aws:username}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}`
 * for the characters themselves. A value that is filled in has no wildcards.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function resolve(text: string, lookup: Lookup, plain: (text: string) => Pattern = wildcards): Resolved {
  const pieces = text.split(VARIABLE);
  const unresolved: string[] = [];
  const pattern = pieces.flatMap((piece, index): Pattern => {
    if (index % 2 === 0) return plain(piece);
    if (['*', '?', '$'].includes(piece)) return literal(piece);
    const [, key = '', fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(piece) ?? [];
    const found = lookup(key);
    if (typeof found === 'object') return literal(found.value);
    if (found === 'absent' && fallback !== undefined) return literal(fallback);
    unresolved.push(key);
    return [];
  });
  return unresolved.length > 0 ? { unresolved } : { pattern };
}

/** The condition keys that a text takes values from. */
export function variablesOf(text: string): readonly string[] {
  return [...text.matchAll(/\$\{\s*([\w.+=@:/-]+)[^}]*\}/g)].map(([, key]) => key!);
}
