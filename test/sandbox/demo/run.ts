import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

export const ROOT = join(__dirname, '..', '..', '..');
const NEVER_LEFT_RUNNING: ChildProcess[] = [];

/** The sandbox in a process group of its own, with what it wrote. */
export class Run {
  public output = '';
  public errors = '';
  public readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;

  /** @param environment what somebody has who starts it */
  public constructor(args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, ['--import', 'tsx', join('sandbox', 'demo', 'main.ts'), ...args], {
      cwd: ROOT,
      detached: true,
      env: {
        ...process.env,
        ...environment,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.dev.json'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    NEVER_LEFT_RUNNING.push(this.child);
    this.child.stdout!.on('data', text => {
      this.output += text;
    });
    this.child.stderr!.on('data', text => {
      this.errors += text;
    });
    this.ended = new Promise(resolve => this.child.on('close', resolve));
  }

  public async untilItSays(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.child.exitCode !== null) throw new Error(`ended without saying '${text}': ${this.errors}`);
      await delay(50);
    }
  }

  public interrupt(): void {
    this.child.kill('SIGINT');
  }

  /** Whether any process that it started still runs, once tsx had a moment to end its own. */
  public async hasProcesses(): Promise<boolean> {
    for (let waited = 0; waited < 2_000 && isGroupAlive(this.child); waited += 100) await delay(100);
    return isGroupAlive(this.child);
  }

  /** The lines from one that begins like this to the next empty one. */
  public paragraph(beginning: string): string {
    return this.output.slice(this.output.indexOf(`\n${beginning}`) + 1).split('\n\n')[0];
  }

  /** The lines under such a line. */
  public paragraphAfter(beginning: string): string {
    return this.output.slice(this.output.indexOf(`\n${beginning}`) + 1).split('\n\n')[1];
  }
}

function isGroupAlive({ pid }: ChildProcess): boolean {
  try {
    return process.kill(-pid!, 0);
  } catch {
    return false;
  }
}

afterAll(() => {
  for (const child of NEVER_LEFT_RUNNING.filter(isGroupAlive)) process.kill(-child.pid!, 'SIGKILL');
});

const hasCli = spawnSync('aws', ['--version']).status === 0;
if (!hasCli) console.log('skipped: no AWS CLI on this machine');

/** A test for which the stock AWS CLI has to be installed. */
export const testWithCli = hasCli ? test : test.skip;

/** Runs lines as somebody would who pasted them; gives what they print. */
export async function shell(script: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-ec', script], {
    cwd: ROOT,
    env: { ...process.env, AWS_PAGER: '' },
  });
  return stdout;
}
