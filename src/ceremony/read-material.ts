import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { CeremonyError } from './ceremony-error';
import { KeyMaterial } from './key-material';
import { MATERIAL_BYTES } from './limits';

/** More than any mistake that gets words of its own. What is longer is not read to its end. */
const MAX_BYTES = 8192;

/**
 * Reads plaintext key material from a file, a pipe or a FIFO, and tells whether others than its owner may read that
 * file.
 */
export async function readMaterialFile(path: string): Promise<{ material: KeyMaterial; exposed: boolean }> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw cannotRead(path, error);
  });
  const buffer = Buffer.alloc(MAX_BYTES + 1);
  try {
    if (isatty(file.fd)) throw new CeremonyError('refusing to read key material from the terminal');
    const stats = await file.stat();
    const length = await fill(buffer, file);
    return { material: copyOf(buffer, 0, length, `'${path}'`), exposed: isExposed(stats) };
  } catch (error) {
    if (error instanceof CeremonyError) throw error;
    throw cannotRead(path, error as NodeJS.ErrnoException);
  } finally {
    buffer.fill(0);
    await file.close();
  }
}

/** Reads plaintext key material from standard input, to its end: one material, or as many as are told, in a row. */
export async function readMaterialStream(stream: Readable, materials = 1): Promise<KeyMaterial[]> {
  const buffer = Buffer.alloc(MAX_BYTES + 1);
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.copy(buffer, length);
      chunk.fill(0);
      if (length > MAX_BYTES) break;
    }
    if (materials === 1) return [copyOf(buffer, 0, length, 'standard input')];
    if (length !== materials * MATERIAL_BYTES) {
      throw new CeremonyError(
        `standard input must hold ${materials} materials of ${MATERIAL_BYTES} bytes in a row, got ${length} bytes`,
      );
    }
    return Array.from({ length: materials }, (_, index) =>
      copyOf(buffer, index * MATERIAL_BYTES, MATERIAL_BYTES, `material ${index + 1} of standard input`),
    );
  } finally {
    buffer.fill(0);
  }
}

/** Reads to the end, or until the buffer is full: a pipe has no position and no size. */
async function fill(buffer: Buffer, file: FileHandle): Promise<number> {
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

function copyOf(buffer: Buffer, from: number, length: number, source: string): KeyMaterial {
  if (length > MAX_BYTES) {
    throw new CeremonyError(
      `${source} must hold ${MATERIAL_BYTES} bytes of key material, got more than ${MAX_BYTES} bytes`,
    );
  }
  const bytes = Buffer.alloc(length);
  buffer.copy(bytes, 0, from, from + length);
  return KeyMaterial.of(bytes, source);
}

function isExposed({ mode }: Stats): boolean {
  const isFile = (mode & constants.S_IFMT) === constants.S_IFREG; // eslint-disable-line no-bitwise
  return process.platform !== 'win32' && isFile && (mode & 0o077) !== 0; // eslint-disable-line no-bitwise
}

function cannotRead(path: string, { code }: NodeJS.ErrnoException): CeremonyError {
  return new CeremonyError(`cannot read key material from '${path}': ${code ?? 'unreadable'}`);
}
