import { openSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { ReadStream, WriteStream } from 'node:tty';

/** A person at a terminal. */
export interface Conversation {
  readonly input: Readable & { setRawMode?: (raw: boolean) => unknown };
  readonly output: Writable;
  readonly close?: () => void;
  /** Gives the terminal back as it was. */
  readonly restore?: () => void;
}

/** The terminal of this process, whatever its standard streams are; `undefined` if it has none. */
export function openTty(): Conversation | undefined {
  try {
    const input = new ReadStream(openSync('/dev/tty', 'r'));
    const output = new WriteStream(openSync('/dev/tty', 'w'));
    const restore = () => void input.setRawMode(false);
    return { input, output, restore, close: () => void input.destroy() };
  } catch {
    return undefined;
  }
}

/** What was read with a line, and belongs to the next one. */
const leftovers = new WeakMap<Readable, string>();

/** Reads a line; `undefined` at the end of the input. */
export async function readLine({ input }: Conversation): Promise<string | undefined> {
  let text = leftovers.get(input) ?? '';
  while (!text.includes('\n')) {
    const chunk = await readChunk(input);
    if (chunk === undefined) return text === '' ? undefined : text;
    text += chunk;
  }
  const end = text.indexOf('\n');
  leftovers.set(input, text.slice(end + 1));
  return text.slice(0, end);
}

async function readChunk(input: Readable): Promise<string | undefined> {
  if (input.readableEnded || input.destroyed) return undefined;
  return new Promise(resolve => {
    const done = (chunk?: Buffer) => {
      input.off('data', done).off('end', done).off('error', done).pause();
      resolve(Buffer.isBuffer(chunk) ? chunk.toString() : undefined);
    };
    input.once('data', done).once('end', done).once('error', done);
    input.resume();
  });
}

/** Reads a line that is not echoed. */
export async function readSecret(person: Conversation): Promise<string | undefined> {
  const { input, output } = person;
  if (!input.setRawMode) return readLine(person);
  input.setRawMode(true);
  try {
    const typed = await readRaw(input);
    output.write('\n');
    return typed;
  } finally {
    input.setRawMode(false);
    input.pause();
  }
}

async function readRaw(input: Readable): Promise<string | undefined> {
  let typed = '';
  return new Promise(resolve => {
    const end = (answer: string | undefined) => {
      input.off('data', read);
      resolve(answer);
    };
    const read = (chunk: Buffer) => {
      for (const character of chunk.toString()) {
        if (character === '\r' || character === '\n') return end(typed);
        if (character === '\u0004') return end(undefined); // Ctrl-D
        if (character === '\u0003') process.kill(process.pid, 'SIGINT'); // Ctrl-C, which a raw terminal does not send
        typed = character === '\u007f' ? typed.slice(0, -1) : typed + character;
      }
    };
    input.on('data', read);
  });
}
