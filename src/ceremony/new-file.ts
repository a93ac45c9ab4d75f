import { existsSync } from 'node:fs';
import { link, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CeremonyError } from './ceremony-error';

const OWNER_ONLY = 0o600;
/** What file systems without hard links answer, such as those of memory sticks. */
const NO_HARD_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'];

/** Writes a file that must not exist yet, for its owner only. What goes wrong half-way leaves no file. */
export async function writeNewFile(path: string, content: string | Buffer): Promise<void> {
  const file = await open(path, 'wx', OWNER_ONLY).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? exists(path) : cannotWrite(path, error);
  });
  try {
    await file.writeFile(content);
    await file.sync();
  } catch (error) {
    await file.close();
    await unlink(path);
    throw cannotWrite(path, error as NodeJS.ErrnoException);
  }
  await file.close();
}

/** Gives a file another name, and never overwrites one. What an interrupted try did counts as done. */
export async function placeFile(from: string, to: string): Promise<void> {
  if (!existsSync(from) && existsSync(to)) return;
  try {
    await link(from, to);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && !(await areOne(from, to))) throw exists(to);
    if (NO_HARD_LINKS.includes(code)) {
      requireNoFile(to);
      await rename(from, to);
      return;
    }
    if (code !== 'EEXIST') throw cannotWrite(to, error as NodeJS.ErrnoException);
  }
  await unlink(from);
}

/** The content of a file, or `undefined` if there is none. */
export async function readIfExists(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new CeremonyError(`cannot read '${path}': ${error.code ?? error.name}`);
  });
}

/** Says so early, before anything is called, when a file is in the way or its folder is missing. */
export function requireNoFile(path: string | undefined): void {
  if (path === undefined) return;
  if (existsSync(path)) throw exists(path);
  if (!existsSync(dirname(path))) throw new CeremonyError(`the folder '${dirname(path)}' does not exist`);
}

/** Throws when two of the files to be written would be one. */
export function requireDifferentFiles(paths: readonly (string | undefined)[]): void {
  const named = paths.filter(path => path !== undefined);
  const twice = named.find((path, index) => named.slice(0, index).some(other => resolve(other) === resolve(path)));
  if (twice !== undefined) throw new CeremonyError(`'${twice}' is to be written twice`, 'name a file for each');
}

async function areOne(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(a), stat(b)]);
  return one.ino === other.ino && one.dev === other.dev;
}

function exists(path: string): CeremonyError {
  return new CeremonyError(`'${path}' exists and is never overwritten`, 'name another file, or move this one away');
}

function cannotWrite(path: string, { code }: NodeJS.ErrnoException): CeremonyError {
  return code === 'ENOENT'
    ? new CeremonyError(`the folder '${dirname(path)}' does not exist`)
    : new CeremonyError(`cannot write '${path}': ${code ?? 'failed'}`);
}
