/** Any text, also none. */
const ANY = Symbol('*');
/** Any one character. */
const ONE = Symbol('?');

type Token = string | typeof ANY | typeof ONE;

/** A policy's text with its wildcards and variables understood: one token a character. */
export type Pattern = readonly Token[];

/** Text that stands for itself, character by character. */
export function literal(text: string): Pattern {
  return [...text];
}

/** Text in which `*` is any text and `?` any one character. */
export function wildcards(text: string): Pattern {
  return [...text].map(character => (character === '*' ? ANY : character === '?' ? ONE : character));
}

/**
 * Whether a value fits a pattern. Takes time in proportion to the two lengths, whatever the pattern: a policy comes
 * from strangers.
 */
export function fits(pattern: Pattern, value: string): boolean {
  const characters = [...value];
  let [at, star, from] = [0, -1, 0];
  let index = 0;
  while (index < characters.length) {
    if (at < pattern.length && (pattern[at] === ONE || pattern[at] === characters[index])) {
      at += 1;
      index += 1;
    } else if (at < pattern.length && pattern[at] === ANY) {
      [star, from] = [at, index];
      at += 1;
    } else if (star >= 0) {
      from += 1;
      [at, index] = [star + 1, from];
    } else {
      return false;
    }
  }
  return pattern.slice(at).every(token => token === ANY);
}

/** Whether a value fits a text with wildcards and without variables. */
export function matchesWildcard(text: string, value: string): boolean {
  return text === '*' || (/[*?]/.test(text) ? fits(wildcards(text), value) : text === value);
}

/** A pattern in its parts between colons, of which the last may hold more of them. */
export function splitPattern(pattern: Pattern, parts: number): readonly Pattern[] {
  const found: Token[][] = [[]];
  for (const token of pattern) {
    if (token === ':' && found.length < parts) found.push([]);
    else found.at(-1)!.push(token);
  }
  return found;
}

/** One text that fits a pattern, with this in the place of each wildcard. */
export function example(pattern: Pattern, filling: string): string {
  return pattern.map(token => (token === ANY ? filling : token === ONE ? 'x' : token)).join('');
}
