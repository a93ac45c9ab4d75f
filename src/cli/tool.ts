import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Machine } from '../ceremony/ceremony-record';

/** The bundler puts the version and the commit here (projenrc/bundles.ts). */
const VERSION = '@VERSION@';
const COMMIT = '@COMMIT@';

export interface Tool {
  readonly version: string;
  readonly commit: string;
  /** SHA-256 of the program's own file, as sha256sum prints it. */
  readonly digest: string;
  readonly file: string;
}

/** Which program this is: what a record names, and what somebody compares before they trust it. */
export function readTool(): Tool {
  const file = realpathSync(process.argv[1] ?? __filename);
  return {
    version: VERSION.startsWith('@') ? 'development' : VERSION,
    commit: COMMIT.startsWith('@') ? 'unknown' : COMMIT,
    digest: createHash('sha256').update(readFileSync(file)).digest('hex'),
    file,
  };
}

/** The machine that a part of a ceremony runs on, for its record. */
export function thisMachine(part: Machine['part'], now: Date): Machine {
  const { version, commit, digest } = readTool();
  return {
    part,
    host: hostname(),
    node: process.version,
    version,
    commit,
    program: `sha256:${digest}`,
    clock: now.toISOString(),
  };
}
