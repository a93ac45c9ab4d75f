import { createInterface } from 'node:readline';
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
  public constructor(
    public readonly streams: Streams,
    private readonly options: { readonly colour?: boolean } = {},
  ) {}

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

  /** Throws when standard output is a terminal, whose owner would see binary content and keep it in the scrollback. */
  public requireRedirect(): void {
    if (this.streams.stdout.isTTY) {
      throw new CliError('refusing to output binary to the terminal', 'pipe it into another command');
    }
  }

  /** Bytes, as they are; done when the other side has taken them. */
  public async bytes(content: Buffer): Promise<void> {
    this.requireRedirect();
    await new Promise<void>((resolve, reject) => {
      this.streams.stdout.write(content, error => (error ? reject(error) : resolve()));
    });
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

  /** Asks for a line; an end of input is an empty one. */
  public async ask(question: string): Promise<string> {
    this.streams.stderr.write(`${PROGRAM}: ${question} `);
    const lines = createInterface({ input: this.streams.stdin, terminal: false });
    const answer = await new Promise<string>(resolve => lines.once('line', resolve).once('close', () => resolve('')));
    lines.close();
    return answer.trim();
  }

  private say(text: string): void {
    this.streams.stderr.write(`${PROGRAM}: ${text}\n`);
  }

  private paint(colour: number, text: string): string {
    const coloured = this.options.colour ?? this.streams.stderr.isTTY === true;
    return coloured ? `\u001b[${colour}m${text}\u001b[0m` : text;
  }
}
