import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPicture } from '../../scripts/picture';
import { renderWhoMayWhat } from '../../scripts/who-may-what';

const read = (...path: string[]): string => readFileSync(join(__dirname, '..', '..', ...path), 'utf8');

describe('README.md is current (npx projen docs renews it)', () => {
  test('its picture is the one that the template draws', () => {
    expect(read('docs', 'picture.svg')).toBe(renderPicture());
  });

  test('its table of who may do what with the key is the key policy', () => {
    expect(read('README.md')).toContain(`<!-- who may what -->\n${renderWhoMayWhat()}\n<!-- end -->`);
  });
});
