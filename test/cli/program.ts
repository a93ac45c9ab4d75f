import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..', '..');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of the program that is still running. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Settles when standard error holds this text. */
  says(text: string): Promise<void>;
}

/** The command line as one file, as it is carried to a machine without a network, run by processes of its own. */
export class Program {
  public readonly file: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'program-'));

  public constructor() {
    this.file = join(this.folder, 'index.js');
    buildSync({
      entryPoints: [join(ROOT, 'src/cli/main.ts')],
      outfile: this.file,
      bundle: true,
      platform: 'node',
      target: 'node20',
      minify: true,
      tsconfig: join(ROOT, 'tsconfig.dev.json'),
    });
  }

  public async run(words: string, options: Parameters<Program['start']>[1] = {}): Promise<Ended> {
    return this.start(words, options).ended;
  }

  /** Starts `node index.js words`, after a command such as `unshare -n`, or inside a shell line that has `E` in it. */
  public start(
    words: string,
    options: {
      readonly cwd?: string;
      readonly env?: Record<string, string | undefined>;
      readonly before?: string;
      readonly shell?: boolean;
      readonly input?: Buffer | string;
    } = {},
  ): Running {
    const command = `${options.before ?? ''} ${process.execPath} ${this.file}`.trim();
    const line = options.shell ? `E() { ${command} "$@"; }; ${words}` : `exec ${command} ${words}`;
    const child = spawn('bash', ['-c', line], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env } as NodeJS.ProcessEnv,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', chunk => (stdout += String(chunk)));
    child.stderr.on('data', chunk => (stderr += String(chunk)));
    if (options.input !== undefined) child.stdin.end(options.input);
    const ended = new Promise<Ended>(resolve =>
      child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr })),
    );
    const says = async (text: string) => {
      while (!stderr.includes(text)) await new Promise(resolve => child.stderr.once('data', resolve));
    };
    return { child, ended, says };
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
