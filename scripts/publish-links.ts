import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { publishLinks } from './published-links';

const TARBALLS = join(__dirname, '..', 'dist', 'js');

readdirSync(TARBALLS)
  .filter(file => file.endsWith('.tgz'))
  .forEach(file => publishLinks(join(TARBALLS, file)));
