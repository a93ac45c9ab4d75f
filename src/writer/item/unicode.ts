import { toUSVString } from 'node:util';
import { Refusal } from './refusal';

/**
 * Requires a text that has a UTF-8 form: half a surrogate pair would be stored as another character, silently.
 *
 * @returns the text
 */
export function requireUnicode(text: string): string {
  if (toUSVString(text) !== text) throw new Refusal('invalidUnicode');
  return text;
}
