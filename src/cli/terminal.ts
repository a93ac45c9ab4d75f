import type { Readable, Writable } from 'node:stream';
import { CliError } from './cli-error';
import { type Conversation, readLine, readSecret } from './conversation';
import { printableInColour } from './printable-in-colour';
import { printable } from '../key-policy/printable';

export const PROGRAM = 'encrypted-queue-to-table';

/** The streams of a process, or those of a test. */
export interface Streams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  /** Opens the terminal of the process, where standard input is a pipe. */
  readonly openTty?: () => Conversation | undefined;
}

const RED = 31;
const YELLOW = 33;
const CYAN = 36;
const CLEAR_LINE = '\r\u001b[K';

/**
 * The voice of the program: results to standard output, everything said to a person to standard error, three forms only
 * (`error:`, `warning:`, `hint:`) besides plain progress; colour and prompts on a terminal only. Control characters
 * from files never reach the terminal.
 */
export class Terminal {
  /** What to say when the process is stopped by a signal: how to go on. */
  public whenStopped: string | undefined;
  /** What the next Ctrl-C does in place of ending the process, while a person is there to be asked. */
  public whenInterrupted: (() => void) | undefined;

  private asking = false;
  private lastResult = '';
  /** Whether the last line is a status that the next one takes the place of. */
  private hasStatus = false;
  private broken: NodeJS.ErrnoException | undefined;
  private conversation: Conversation | undefined;

  public constructor(
    public readonly streams: Streams,
    private readonly options: { readonly colour?: boolean } = {},
  ) {
    streams.stdout.on('error', (error: NodeJS.ErrnoException) => (this.broken ??= error));
    streams.stderr.on('error', () => {}); // nobody is left to tell
  }

  /** Whether a person is there to answer a question. */
  public get interactive(): boolean {
    return this.person() !== undefined;
  }

  /** One line, or several, of result. */
  public result(text: string): void {
    this.write(printableInColour(text));
  }

  /** A result for programs. */
  public json(value: unknown): void {
    this.write(printable(JSON.stringify(value, undefined, 2)));
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
      this.streams.stdout.write(content, error => (error ? reject(cannotWrite(error)) : resolve()));
    });
  }

  public progress(text: string): void {
    this.say(text);
  }

  /** How far something is: on a terminal, in one line that the next takes the place of, and nowhere else. */
  public status(text: string): void {
    const { stderr } = this.streams;
    if (stderr.isTTY !== true) return;
    stderr.write(`${CLEAR_LINE}${PROGRAM}: ${printable(text)}`);
    this.hasStatus = true;
  }

  /** What is waited for; not said into a question, at which it is the person who is waited for. */
  public waiting(text: string): void {
    if (!this.asking) this.say(text);
  }

  public warning(text: string): void {
    this.say(text, [YELLOW, 'warning:']);
  }

  public error(text: string): void {
    this.say(text, [RED, 'error:']);
  }

  public hint(text: string): void {
    this.say(text, [CYAN, 'hint:']);
  }

  /** Asks for a line; an end of input is an empty one. */
  public async ask(question: string): Promise<string> {
    return this.converse(question, readLine);
  }

  /** Asks for a line that does not show while it is typed. */
  public async askSecret(question: string): Promise<string> {
    return this.converse(question, readSecret);
  }

  /** The exit code, once standard output has taken all results; says so if it has not, and what is lost by that. */
  public async settle(code: number): Promise<number> {
    await new Promise<void>(resolve => this.streams.stdout.write('', () => resolve()));
    this.conversation?.close?.();
    if (!this.broken) return code;
    const isOneLine = this.lastResult !== '' && !this.lastResult.includes('\n');
    const lost = isOneLine ? `; the result was: ${this.lastResult}` : '';
    if (this.broken.code !== 'EPIPE') {
      this.error(`${cannotWrite(this.broken).message}${lost}`);
      return code === 0 ? 1 : code;
    }
    if (lost) this.progress(`standard output was closed${lost}`);
    return code;
  }

  /** Whether Ctrl-C is taken care of, so that the process goes on. */
  public interrupted(): boolean {
    const take = this.whenInterrupted;
    this.whenInterrupted = undefined;
    if (take === undefined || !this.interactive) return false;
    take();
    return true;
  }

  /** Says how to go on; for the moment at which a signal ends the process. */
  public stopped(): void {
    if (this.asking) this.person()?.output.write('\n');
    this.person()?.restore?.();
    const next = this.whenStopped ?? (this.asking ? 'nothing is done yet' : undefined);
    if (next !== undefined) this.progress(`stopped; ${next}`);
  }

  private async converse(question: string, read: typeof readLine): Promise<string> {
    const person = this.person();
    if (!person) return '';
    this.clearStatus();
    person.output.write(`${PROGRAM}: ${printable(question)} `);
    this.asking = true;
    const answer = await read(person);
    this.asking = false;
    if (answer === undefined) person.output.write('\n');
    return answer?.trim() ?? '';
  }

  private person(): Conversation | undefined {
    const { stdin, stderr, openTty } = this.streams;
    if (stderr.isTTY !== true) return undefined;
    this.conversation ??= stdin.isTTY ? { input: stdin, output: stderr } : openTty?.();
    return this.conversation;
  }

  private write(text: string): void {
    this.clearStatus();
    this.lastResult = text;
    this.streams.stdout.write(`${text}\n`);
  }

  private say(text: string, [colour, label]: [number, string] | [] = []): void {
    this.clearStatus();
    const begin = label === undefined ? '' : `${this.paint(colour ?? 0, label)} `;
    this.streams.stderr.write(`${PROGRAM}: ${begin}${printable(text)}\n`);
  }

  private clearStatus(): void {
    if (this.hasStatus) this.streams.stderr.write(CLEAR_LINE);
    this.hasStatus = false;
  }

  private paint(colour: number, text: string): string {
    const coloured = this.options.colour ?? this.streams.stderr.isTTY === true;
    return coloured ? `\u001b[${colour}m${text}\u001b[0m` : text;
  }
}

function cannotWrite({ code, message }: NodeJS.ErrnoException): CliError {
  const words: Record<string, string | undefined> = {
    ENOSPC: 'no space left',
    EPIPE: 'the other side has closed it',
    EDQUOT: 'the quota is used up',
  };
  return new CliError(`cannot write to standard output: ${words[code ?? ''] ?? code ?? message}`);
}
