import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPicture } from '../../scripts/picture';
import { renderWhoMayWhat } from '../../scripts/who-may-what';

const read = (...path: string[]): string => readFileSync(join(__dirname, '..', '..', ...path), 'utf8');

describe('what the documents take from the code is current (npx projen docs renews it)', () => {
  test('the picture is the one that the template draws', () => {
    expect(read('docs', 'picture.svg')).toBe(renderPicture());
  });

  test('the table of who may do what with the key is the key policy', () => {
    expect(read('docs', 'key-policy.md')).toContain(`<!-- who may what -->\n${renderWhoMayWhat()}\n<!-- end -->`);
  });
});
