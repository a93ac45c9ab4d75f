import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { App } from './options';
import { executionRoleArn } from '../cloudformation/cloud';
import type { Sandbox } from '../sandbox';

const ROOT = join(__dirname, '..', '..');
const CDK = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');

/**
 * Synthesises a CDK app for a key, which it gets as the context `keyArn`.
 *
 * @returns the directory of the cloud assembly, in a temporary directory
 * @throws what a command wrote that failed
 */
export async function synthesise(app: App, keyArn: string, sandbox: Sandbox): Promise<string> {
  const outdir = await mkdtemp(join(tmpdir(), 'cdk.out-'));
  try {
    await ('example' in app
      ? runExample(app.example, { keyArn }, outdir)
      : runCommand(app.command, { keyArn }, outdir, sandbox));
    return outdir;
  } catch (error) {
    await rm(outdir, { recursive: true });
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    const name = 'example' in app ? `examples/${app.example}` : `'${app.command}'`;
    throw new Error(`${name} could not be synthesised:\n${`${stderr}${stdout}`.trim() || (error as Error).message}`);
  }
}

/** Runs an example the way the CDK CLI runs it, without the time that the CLI takes. */
async function runExample(name: string, context: Readonly<Record<string, string>>, outdir: string): Promise<void> {
  await promisify(execFile)(process.execPath, ['--import', 'tsx', join('examples', name, 'app.ts')], {
    cwd: ROOT,
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify(context),
      TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.dev.json'),
    },
  });
}

/** Lets the CDK CLI run somebody's app where they are, with the sandbox as the account. */
async function runCommand(
  command: string,
  context: Readonly<Record<string, string>>,
  outdir: string,
  sandbox: Sandbox,
): Promise<void> {
  const { endpoint, region, credentials } = sandbox.clientOf(executionRoleArn(sandbox.account, sandbox.region));
  const contexts = Object.entries(context).flatMap(([name, value]) => ['--context', `${name}=${value}`]);
  const args = [CDK, 'synth', '--quiet', '--no-notices', '--app', command, '--output', outdir, ...contexts];
  const { TSX_TSCONFIG_PATH: _, ...env } = process.env;
  await promisify(execFile)(process.execPath, args, {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: {
      ...env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
}
