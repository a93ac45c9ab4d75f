import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '..', '..');

/**
 * Runs a CDK app the way the CDK CLI runs it.
 *
 * @returns the directory of the cloud assembly, in a temporary directory
 */
export async function synthesise(app: string, context: Readonly<Record<string, string>>): Promise<string> {
  const outdir = await mkdtemp(join(tmpdir(), 'cdk.out-'));
  await promisify(execFile)(process.execPath, ['--import', 'tsx', app], {
    cwd: ROOT,
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify(context),
      TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.dev.json'),
    },
  });
  return outdir;
}
