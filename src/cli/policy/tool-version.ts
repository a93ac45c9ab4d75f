import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of this package. Its package.json is three folders up, from here and from the bundle alike. */
export function toolVersion(): string {
  const text = readFileSync(join(__dirname, '..', '..', '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
