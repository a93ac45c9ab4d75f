import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
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

/** The library, compiled, and packed as it is published. */
export interface PackedLibrary {
  readonly directory: string;
  readonly tarball: string;
}

const PAUSE_MILLISECONDS = 200;

/**
 * The library of this run: whoever asks first compiles and packs it, in a directory of the run, the others wait. It is
 * for reading.
 */
export function packedLibrary(): PackedLibrary {
  const shared = join(process.env.TEST_RUN_FOLDER!, 'packed');
  const [turn, done, failed] = ['turn', 'done', 'failed'].map(name => `${shared}-${name}`);
  if (isFirst(turn)) {
    try {
      mkdirSync(shared);
      pack(shared);
      mkdirSync(done);
    } catch (error) {
      mkdirSync(failed);
      throw error;
    }
  }
  while (!existsSync(done) && !existsSync(failed)) pause();
  if (existsSync(failed)) throw new Error('the library could not be packed: see the test that tried first');
  return { directory: join(shared, 'library'), tarball: join(shared, 'library.tgz') };
}

/** Makes a directory, which one of many can. */
function isFirst(directory: string): boolean {
  try {
    mkdirSync(directory);
    return true;
  } catch {
    return false;
  }
}

const pause = (): string => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLISECONDS);

function pack(work: string): void {
  const directory = join(work, 'library');
  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, args, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  mkdirSync(directory);
  PARTS.forEach(part => cpSync(join(REPOSITORY, part), join(directory, part), { recursive: true }));
  symlinkSync(join(REPOSITORY, 'node_modules'), join(directory, 'node_modules'));
  run('npx', 'jsii', '--silence-warnings=reserved-word');
  writeThirdParty(directory);
  const tarball = join(work, 'library.tgz');
  renameSync(join(work, run('npm', 'pack', '--silent', '--pack-destination', work).trim()), tarball);
  publishLinks(tarball);
}
