import { readFile } from 'node:fs/promises';
import { CliError } from './cli-error';

/** Reads a file that the command line names. */
export async function readNamedFile(path: string, what: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new CliError(`cannot read ${what} '${path}': ${error.code ?? error.name}`);
  });
}
