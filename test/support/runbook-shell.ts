import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';

/** What a command came to. */
export interface Ran {
  readonly command: string;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What does a command of the shell in place of a program. */
export type Command = (words: readonly string[]) => Promise<Omit<Ran, 'command'>>;

/**
 * A real bash whose `aws` and `npx` are done by this process, so that the lines of a page run as they stand, and no
 * program has to start.
 */
export class RunbookShell {
  public static async open(directory: string, commands: Readonly<Record<string, Command>>): Promise<RunbookShell> {
    const shell = new RunbookShell(directory, commands);
    await new Promise<void>(resolve => shell.server.listen(0, '127.0.0.1', resolve));
    return shell;
  }

  private ran: Ran[] = [];
  private readonly server: Server;

  private constructor(
    private readonly directory: string,
    private readonly commands: Readonly<Record<string, Command>>,
  ) {
    this.server = createServer((request, response) => {
      void buffer(request).then(async body => {
        const words = body.toString().split('\0').slice(0, -1);
        const { code, stderr, stdout } = await this.do(words);
        response.writeHead(200).end(`${code}\n${Buffer.byteLength(stderr)}\n${stderr}${stdout}`);
      });
    });
  }

  /** Runs lines, and gives what each command of theirs came to. */
  public async run(lines: readonly string[], variables: Readonly<Record<string, string>>): Promise<Ran[]> {
    this.ran = [];
    await this.bash(lines, variables);
    return this.ran;
  }

  /** Runs lines, and gives the variables that they set. */
  public async variablesOf(lines: readonly string[]): Promise<Record<string, string>> {
    const stdout = await this.bash([...lines, 'set'], {});
    return Object.fromEntries(
      [...stdout.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value!.replace(/^'(.*)'$/, '$1')]),
    );
  }

  public close(): void {
    this.server.close();
  }

  private async do(words: readonly string[]): Promise<Omit<Ran, 'command'>> {
    const [name = '', ...rest] = words;
    const done = await this.commands[name]!(rest).catch((error: Error) => ({
      code: 1,
      stdout: '',
      stderr: `${error.name}: ${error.message}\n`,
    }));
    this.ran.push({ command: words.join(' '), ...done });
    return done;
  }

  private async bash(lines: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
    const { port } = this.server.address() as AddressInfo;
    const functions = Object.keys(this.commands).map(name => `${name}() { ask ${name} "$@"; }`);
    const script = [ASK(port), ...functions, ...lines, ':'].join('\n'); // what failed is in what ran
    const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', script], {
      cwd: this.directory,
      env: { PATH: process.env.PATH, ...env },
    });
    return stdout;
  }
}

/** Hands a command over, prints what it printed, and has its exit code. */
const ASK = (port: number): string => `
ask() {
  local answer code length
  answer=$(printf '%s\\0' "$@" | curl -sS --noproxy '*' --data-binary @- http://127.0.0.1:${port}; printf x)
  answer=\${answer%x}
  code=\${answer%%$'\\n'*}; answer=\${answer#*$'\\n'}
  length=\${answer%%$'\\n'*}; answer=\${answer#*$'\\n'}
  LC_ALL=C; printf %s "\${answer:0:length}" >&2; printf %s "\${answer:length}"
  return "$code"
}`;
