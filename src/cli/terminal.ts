import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { CliError } from './cli-error';

export const PROGRAM = 'encrypted-queue-to-table';

/** The streams of a process, or those of a test. */
export interface Streams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

const RED = 31;
const YELLOW = 33;
const CYAN = 36;

/**
 * The voice of the program: results to standard output, everything said to a person to standard error, three forms only
 * (`error:`, `warning:`, `hint:`) besides plain progress; colour and prompts on a terminal only.
 */
export class Terminal {
  public constructor(public readonly streams: Streams, private readonly options: { readonly colour?: boolean } = {}) {}

  /** Whether a person is there to answer a question. */
  public get interactive(): boolean {
    return this.streams.stdin.isTTY === true && this.streams.stderr.isTTY === true;
  }

  /** One line, or several, of result. */
  public result(text: string): void {
    this.streams.stdout.write(`${text}\n`);
  }

  /** A result for programs. */
  public json(value: unknown): void {
    this.result(JSON.stringify(value, undefined, 2));
  }

  /** Bytes, as they are: never to a terminal, whose owner would see and keep them. */
  public bytes(content: Buffer): void {
    if (this.streams.stdout.isTTY) throw new CliError('refusing to output binary to the terminal', 'redirect it, or name a file with --out FILE');
    this.streams.stdout.write(content);
  }

  public progress(text: string): void {
    this.say(text);
  }

  public warning(text: string): void {
    this.say(`${this.paint(YELLOW, 'warning:')} ${text}`);
  }

  public error(text: string): void {
    this.say(`${this.paint(RED, 'error:')} ${text}`);
  }

  public hint(text: string): void {
    this.say(`${this.paint(CYAN, 'hint:')} ${text}`);
  }

  /** Asks for a line. */
  public async ask(question: string): Promise<string> {
    const lines = createInterface({ input: this.streams.stdin, output: this.streams.stderr, terminal: false });
    try {
      return (await lines.question(`${PROGRAM}: ${question} `)).trim();
    } finally {
      lines.close();
    }
  }

  private say(text: string): void {
    this.streams.stderr.write(`${PROGRAM}: ${text}\n`);
  }

  private paint(colour: number, text: string): string {
    const coloured = this.options.colour ?? this.streams.stderr.isTTY === true;
    return coloured ? `\u001b[${colour}m${text}\u001b[0m` : text;
  }
}
