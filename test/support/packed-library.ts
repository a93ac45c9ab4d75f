import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { publishLinks } from '../../scripts/published-links';
import { writeThirdParty } from '../../scripts/third-party';

const REPOSITORY = join(__dirname, '..', '..');
const PARTS = [
  '.npmignore',
  'API.md',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'assets',
  'package.json',
  'src',
  'tsconfig.json',
];

/**
 * Compiles and packs the library in a directory of its own, so that tests that run at the same time never see each
 * other's half-written files.
 */
export function packLibrary(work: string): { directory: string; tarball: string } {
  const directory = join(work, 'library');
  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, args, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  mkdirSync(directory);
  PARTS.forEach(part => cpSync(join(REPOSITORY, part), join(directory, part), { recursive: true }));
  symlinkSync(join(REPOSITORY, 'node_modules'), join(directory, 'node_modules'));
  run('npx', 'jsii', '--silence-warnings=reserved-word');
  writeThirdParty(directory);
  const tarball = join(work, run('npm', 'pack', '--silent', '--pack-destination', work).trim());
  publishLinks(tarball);
  return { directory, tarball };
}
