import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { CeremonyError } from './ceremony-error';
import { KeyMaterial } from './key-material';

const MAX_BYTES = 8192;

/** Reads plaintext key material from a file, and tells whether others than its owner may read that file. */
export async function readMaterialFile(path: string): Promise<{ material: KeyMaterial; exposed: boolean }> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new CeremonyError(`cannot read key material from '${path}': ${error.code ?? error.name}`);
  });
  const buffer = Buffer.alloc(MAX_BYTES);
  try {
    const { mode } = await file.stat();
    const { bytesRead } = await file.read(buffer, 0, MAX_BYTES, 0);
    const othersMayRead = (mode & 0o077) !== 0; // eslint-disable-line no-bitwise
    return {
      material: take(buffer, bytesRead, `'${path}'`),
      exposed: process.platform !== 'win32' && othersMayRead,
    };
  } catch (error) {
    if (error instanceof CeremonyError) throw error;
    throw new CeremonyError(
      `cannot read key material from '${path}': ${(error as NodeJS.ErrnoException).code ?? 'unreadable'}`,
    );
  } finally {
    buffer.fill(0);
    await file.close();
  }
}

/** Reads plaintext key material from standard input, to its end. */
export async function readMaterialStream(stream: Readable): Promise<KeyMaterial> {
  const buffer = Buffer.alloc(MAX_BYTES);
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.copy(buffer, length);
      chunk.fill(0);
    }
    return take(buffer, length, 'standard input');
  } finally {
    buffer.fill(0);
  }
}

function take(buffer: Buffer, length: number, source: string): KeyMaterial {
  const bytes = Buffer.alloc(length);
  buffer.copy(bytes, 0, 0, length);
  return KeyMaterial.take(bytes, source);
}
