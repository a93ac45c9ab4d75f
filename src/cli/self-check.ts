import { CliError, UsageError } from './cli-error';
import type { Terminal } from './terminal';
import { readTool } from './tool';

/** `--version`: version, commit and digest of the program. */
export function showVersion(terminal: Terminal): number {
  const { version, commit, digest } = readTool();
  terminal.result(`encrypted-queue-to-table ${version}, commit ${commit}, sha256 ${digest}`);
  return 0;
}

/** `--self-check [DIGEST]`: compares this file with a digest from somewhere else, such as the page of the release. */
export function selfCheck(terminal: Terminal, given: string | undefined): number {
  const { digest, file } = readTool();
  if (given === undefined) {
    terminal.result(`${digest}  ${file}`);
    return 0;
  }
  const wanted = given.toLowerCase().replace(/^sha256:/, '');
  if (!/^[0-9a-f]{64}$/.test(wanted)) {
    throw new UsageError(`--self-check needs a SHA-256 digest of 64 hex digits, got '${given}'`);
  }
  if (wanted === digest) {
    terminal.result('this file has the digest given');
    return 0;
  }
  throw new AnotherFile(digest);
}

class AnotherFile extends CliError {
  public override readonly exitCode = 3;

  public constructor(digest: string) {
    super(`this file has the digest ${digest}, not the one given`, 'do not use it: get it again, and compare again');
  }
}
