import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** The text of a file of this repository. */
export const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Every file that git knows or would take, as a path from the root, without those that are deleted already. */
export function files(): string[] {
  const list = (...options: string[]): string[] =>
    execFileSync('git', ['ls-files', ...options], { cwd: ROOT, encoding: 'utf8' })
      .split('\n')
      .filter(Boolean);
  const deleted = new Set(list('--deleted'));
  return list('--cached', '--others', '--exclude-standard').filter(file => !deleted.has(file));
}

/** The folders and files that stand directly in a folder. */
export function entriesOf(folder: string): string[] {
  const below = files().filter(file => file.startsWith(`${folder}/`));
  return [...new Set(below.map(file => file.slice(folder.length + 1).split('/')[0]!))].sort();
}
