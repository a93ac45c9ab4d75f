import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Sandbox } from '../../../sandbox/sandbox';

/** What makes the CDK CLI look more often how a stack is doing. */
export const IMPATIENT = `--require ${JSON.stringify(join(__dirname, '..', '..', 'support', 'impatient-cdk.cjs'))}`;

const CDK = join(__dirname, '..', '..', '..', 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** What came of a command. */
export interface Ended {
  readonly code: number | null;
  /** Everything it wrote, as it came. */
  readonly output: string;
}

/** The environment of a client that knows nothing of the sandbox but where it is. */
export function environmentOf(sandbox: Sandbox, principal: string): NodeJS.ProcessEnv {
  const { endpoint, region, credentials } = sandbox.clientOf(principal);
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    JSII_DEPRECATED: 'quiet',
    JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: 'true',
    NO_COLOR: '1',
    NODE_OPTIONS: IMPATIENT,
  };
}

/** Runs a program to its end, while the sandbox of this process answers it. */
export async function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Ended> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  return { code, output };
}

/** The CDK CLI as npm has it. */
export const cdk = async (args: readonly string[], options: Parameters<typeof run>[2]): Promise<Ended> =>
  run(process.execPath, [CDK, ...args, '--no-notices', '--no-version-reporting'], options);
