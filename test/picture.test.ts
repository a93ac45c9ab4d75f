import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPicture } from '../scripts/picture';

test("README's picture is the one that the template draws: npx projen picture renews it", () => {
  expect(readFileSync(join(__dirname, '..', 'docs', 'picture.svg'), 'utf8')).toBe(renderPicture());
});
