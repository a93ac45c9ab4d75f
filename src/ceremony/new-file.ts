import { existsSync } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import { CeremonyError } from './ceremony-error';

const OWNER_ONLY = 0o600;

/** Writes a file that must not exist yet, for its owner only. What goes wrong half-way leaves no file. */
export async function writeNewFile(path: string, content: string | Buffer): Promise<void> {
  const file = await open(path, 'wx', OWNER_ONLY).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST'
      ? exists(path)
      : new CeremonyError(`cannot write '${path}': ${error.code ?? error.name}`);
  });
  try {
    await file.writeFile(content);
    await file.sync();
  } catch (error) {
    await file.close();
    await unlink(path);
    throw new CeremonyError(`cannot write '${path}': ${(error as NodeJS.ErrnoException).code ?? 'failed'}`);
  }
  await file.close();
}

/** Says so early, before anything is called, when a file is in the way. */
export function requireNoFile(path: string | undefined): void {
  if (path !== undefined && existsSync(path)) throw exists(path);
}

function exists(path: string): CeremonyError {
  return new CeremonyError(`'${path}' exists and is never overwritten`, 'name another file, or move this one away');
}
