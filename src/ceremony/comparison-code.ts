import { createHash } from 'node:crypto';

/** Without I, L, O and U, which are misread or misheard. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 5;
const LETTERS_A_GROUP = 4;
const BITS_A_LETTER = 5;

/**
 * A short code of a content, for two people to compare over what no attacker holds: their voices, or paper. 100 bits of
 * its SHA-256, in five groups.
 */
export function comparisonCodeOf(content: string | Uint8Array): string {
  const digest = createHash('sha256').update(content).digest();
  const letters = Array.from({ length: GROUPS * LETTERS_A_GROUP }, (_, index) => LETTERS[bitsAt(digest, index)]);
  return Array.from({ length: GROUPS }, (_, group) =>
    letters.slice(group * LETTERS_A_GROUP, (group + 1) * LETTERS_A_GROUP).join(''),
  ).join('-');
}

/** Whether somebody typed this code, with or without its hyphens, and with letters that look alike. */
export function isCode(typed: string, code: string): boolean {
  return plain(typed) === plain(code);
}

function plain(code: string): string {
  return code.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
}

/** The five bits of the letter with this index. */
function bitsAt(digest: Buffer, index: number): number {
  const bit = index * BITS_A_LETTER;
  const word = digest.readUInt16BE(Math.floor(bit / 8));
  return Math.floor(word / 2 ** (16 - BITS_A_LETTER - (bit % 8))) % LETTERS.length;
}
