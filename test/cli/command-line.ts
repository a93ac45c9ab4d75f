import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { type KmsServer, type KmsServerOptions, startKmsServer } from '../../sandbox/kms/kms-server';
import { run } from '../../src/cli/run';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutBytes: Buffer;
  /** Whether the last line says where to report a message that is no help; it is left out of `stderr`. */
  readonly asksToReport: boolean;
}

const REPORT =
  'encrypted-queue-to-table: report an unhelpful message at ' +
  'https://github.com/encrypted-queue-to-table/encrypted-queue-to-table/issues\n';

export interface RunInput {
  /** What comes in on standard input. */
  readonly stdin?: Buffer | string;
  /** What a person at a terminal answers; without it there is no terminal. */
  readonly answers?: string;
  readonly now?: Date;
  readonly env?: Record<string, string>;
  /** Whether standard output is a terminal. */
  readonly terminal?: boolean;
  /** The width of that terminal. */
  readonly columns?: number;
}

/**
 * A command line in a directory of its own, beside a KMS double: runs commands in this process, and knows what they
 * said and wrote.
 */
export class CommandLine {
  public static async start(options: KmsServerOptions = {}): Promise<CommandLine> {
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_MAX_ATTEMPTS: '1',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    });
    delete process.env.AWS_PROFILE;
    return new CommandLine(await startKmsServer(options), mkdtempSync(join(tmpdir(), 'command-line-')));
  }

  /** Everything any command said so far. */
  public said = Buffer.alloc(0);

  private constructor(
    public readonly server: KmsServer,
    public readonly directory: string,
  ) {}

  public path(name: string): string {
    return join(this.directory, name);
  }

  public write(name: string, content: string | Buffer, mode = 0o600): string {
    writeFileSync(this.path(name), content, { mode });
    return this.path(name);
  }

  public read(name: string): Buffer {
    return readFileSync(this.path(name));
  }

  public files(): string[] {
    return readdirSync(this.directory).sort();
  }

  public mode(name: string): number {
    return statSync(this.path(name)).mode % 0o1000;
  }

  /** Runs one command; `@name` in it is the path of a file of the directory. */
  public async run(command: string, input: RunInput = {}): Promise<Outcome> {
    const [stdout, stderr] = [new Sink(), new Sink()];
    const argv = this.parse(command);
    const stdin = Object.assign(Readable.from(Buffer.from(input.stdin ?? input.answers ?? ''), { objectMode: false }), {
      isTTY: input.answers !== undefined,
    });
    const streams = {
      stdin,
      stdout: Object.assign(stdout, { isTTY: input.terminal === true, columns: input.columns }),
      stderr: Object.assign(stderr, { isTTY: input.answers !== undefined }),
    };
    const now = input.now;
    const code = await run(argv, streams, {
      env: { NO_COLOR: '1', ...input.env },
      sleep: async () => {},
      ...(now && { now: () => now }),
    });
    const [out, err] = [stdout.content, stderr.content];
    this.said = Buffer.concat([this.said, out, err]);
    const errors = this.shorten(err.toString());
    return {
      code,
      stdout: this.shorten(out.toString()),
      stderr: errors.replace(REPORT, ''),
      asksToReport: errors.endsWith(REPORT),
      stdoutBytes: out,
    };
  }

  /**
   * Runs a `key` command against the double. A key is left to IAM unless the command says who decides over it, as KMS's
   * double knows no IAM.
   */
  public async key(command: string, input?: RunInput): Promise<Outcome> {
    const offline = /^(wrap|operator-policy|check|escrow-drill|ceremony (seal|page))\b/.test(command);
    const creates =
      /^(create|replicate|ceremony|ceremony prepare)( -|$)/.test(command) &&
      !/ --(admin|policy|open-to-iam|resume) /.test(`${command} `) &&
      !/^ceremony.* --key-id /.test(command);
    const open = creates ? ' --open-to-iam' : '';
    const region = / --region /.test(command) || / --resume /.test(command) ? '' : ' --region eu-west-1';
    return this.run(`key ${command}${open}${offline ? '' : `${region} --endpoint-url ${this.server.endpoint}`}`, input);
  }

  /**
   * Every place where these bytes show, raw, in hex or in base64: in what was said, in what KMS was sent, and in the
   * files but those named.
   */
  public findEverywhere(secret: Buffer, except: string[] = []): string[] {
    const forms = [
      secret,
      Buffer.from(secret.toString('hex')),
      Buffer.from(secret.toString('base64')),
      Buffer.from(secret.toString('base64url')),
    ];
    const files = this.files()
      .filter(name => !except.includes(name))
      .map((name): [string, Buffer] => [name, this.read(name)]);
    const places: [string, Buffer][] = [
      ['output', this.said],
      ['requests', Buffer.from(JSON.stringify(this.server.requests))],
      ...files,
    ];
    return places.filter(([, content]) => forms.some(form => content.includes(form))).map(([place]) => place);
  }

  public async stop(): Promise<void> {
    await this.server.close();
    rmSync(this.directory, { recursive: true });
  }

  private parse(command: string): string[] {
    const words = command.match(/'[^']*'|\S+/g) ?? [];
    return words.map(word => word.replace(/^'(.*)'$/, '$1').replace(/^@/, `${this.directory}/`));
  }

  private shorten(text: string): string {
    return text.replaceAll(`${this.directory}/`, '').replaceAll(this.server.endpoint, 'ENDPOINT');
  }
}

/** Keeps copies of what is written: a writer may zero its buffer as soon as it is told that it was taken. */
export class Sink extends Writable {
  public content = Buffer.alloc(0);

  public override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.content = Buffer.concat([this.content, chunk]);
    done();
  }
}
