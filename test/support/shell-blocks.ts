import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/**
 * The shell blocks of a document, each a list of commands: without comments, a line that ends in a backslash joined
 * with the next.
 */
export function shellBlocks(document: string): string[][] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  return [...text.matchAll(/^ *```sh\n([\s\S]+?)^ *```/gm)].map(([, block = '']) =>
    block
      .replace(/ *\\\n\s*/g, ' ')
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '' && !line.startsWith('#')),
  );
}
