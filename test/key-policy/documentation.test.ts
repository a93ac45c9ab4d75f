import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillIn, renderTables } from '../../scripts/key-policy-tables';

const DOCUMENT = readFileSync(join(__dirname, '..', '..', 'docs', 'key-policy.md'), 'utf8');

test('docs/key-policy.md shows the statements, rules, findings and matrix of today; if not: npx projen docs', () => {
  expect(DOCUMENT).toBe(fillIn(DOCUMENT));
});

test.each(Object.keys(renderTables()))('docs/key-policy.md has a place for %s', name => {
  expect(DOCUMENT).toContain(`<!-- ${name} -->\n`);
});
