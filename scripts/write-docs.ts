import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderAttacks } from './attack-table';
import { fillIn } from './key-policy-tables';
import { renderPicture } from './picture';
import { renderWhoMayWhat } from './who-may-what';

/** Renews what the documents take from the code. */
const ROOT = join(__dirname, '..');
const KEY_POLICY = join(ROOT, 'docs', 'key-policy.md');

writeFileSync(join(ROOT, 'docs', 'picture.svg'), renderPicture());
writeFileSync(join(ROOT, 'docs', 'attacks.md'), renderAttacks());
writeFileSync(KEY_POLICY, withWhoMayWhat(fillIn(readFileSync(KEY_POLICY, 'utf8'))));

function withWhoMayWhat(text: string): string {
  return text.replace(
    /(<!-- who may what -->\n).*?(<!-- end -->)/s,
    (_, before, after) => `${before}${renderWhoMayWhat()}\n${after}`,
  );
}
