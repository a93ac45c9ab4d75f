import { UsageError } from './cli-error';
import { CeremonyError } from '../ceremony/ceremony-error';

/** Reads something out of the command line: what is wrong with it makes the command line wrong, exit code 2. */
export function inOptions<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof CeremonyError) throw new UsageError(error.message, error.hint);
    throw error;
  }
}
