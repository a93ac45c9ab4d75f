import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillIn } from './key-policy-tables';
import { renderPicture } from './picture';
import { renderWhoMayWhat } from './who-may-what';

/** Renews what the documents take from the code. */
const ROOT = join(__dirname, '..');
const README = join(ROOT, 'README.md');
const KEY_POLICY = join(ROOT, 'docs', 'key-policy.md');

writeFileSync(join(ROOT, 'docs', 'picture.svg'), renderPicture());
writeFileSync(
  README,
  readFileSync(README, 'utf8').replace(
    /(<!-- who may what -->\n).*?(<!-- end -->)/s,
    (_, before, after) => `${before}${renderWhoMayWhat()}\n${after}`,
  ),
);
writeFileSync(KEY_POLICY, fillIn(readFileSync(KEY_POLICY, 'utf8')));
