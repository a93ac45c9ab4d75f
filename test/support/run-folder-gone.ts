import { rmSync } from 'node:fs';

/** After the tests: nothing of them is left, and a next run in this process begins anew. */
export default function end(): void {
  const { TEST_RUN_FOLDER, TMPDIR_BEFORE } = process.env;
  if (TEST_RUN_FOLDER === undefined) return;
  rmSync(TEST_RUN_FOLDER, { recursive: true, force: true });
  delete process.env.TEST_RUN_FOLDER;
  if (TMPDIR_BEFORE === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR_BEFORE;
}
