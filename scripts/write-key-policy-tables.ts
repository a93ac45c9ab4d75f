import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillIn } from './key-policy-tables';

const path = join(__dirname, '..', 'docs', 'key-policy.md');
writeFileSync(path, fillIn(readFileSync(path, 'utf8')));
