import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CeremonyError } from './ceremony-error';
import { type CeremonyRecord, RECORD_FORMAT } from './ceremony-record';
import { placeFile, readIfExists, requireNoFile, writeNewFile } from './new-file';
import { parseJsonObject } from './parse-json';

/** A record that was opened: `untouched` if it is what this tool wrote last, by the key in the file beside it. */
export interface OpenedRecord {
  readonly file: RecordFile;
  readonly record: CeremonyRecord;
  readonly untouched: boolean;
}

/** A record with the bytes that it was read from: what a signature is about. */
export interface StoredRecord {
  readonly record: CeremonyRecord;
  readonly content: Buffer;
}

/**
 * The record on disk: made once, then replaced as a whole after each step, so that a crash leaves the last good one. A
 * key in a file beside it, for the owner only, authenticates it until the ceremony is finished.
 */
export class RecordFile {
  public static async create(path: string, record: CeremonyRecord): Promise<RecordFile> {
    requireNoFile(path);
    await removeLeftovers(path);
    const key = randomBytes(32);
    await writeNewFile(keyFileOf(path), `${key.toString('hex')}\n`);
    const file = new RecordFile(path, key);
    const whole = nextOf(path);
    await writeNewFile(whole, file.render(record));
    await placeFile(whole, path);
    return file;
  }

  /** Opens the record of an interrupted ceremony. An edited one is refused, and one that others may write. */
  public static async open(path: string): Promise<OpenedRecord> {
    await requireOwn(path);
    const { record } = await readRecord(path);
    const key = await readKey(path);
    const file = new RecordFile(path, key);
    if (key && !file.isAuthentic(record)) {
      throw new CeremonyError(
        `'${path}' was changed since this tool wrote it`,
        'bring the unchanged record back; do not go on with this one',
      );
    }
    await removeLeftovers(path);
    return { file, record, untouched: key !== undefined };
  }

  private constructor(
    public readonly path: string,
    private readonly key: Buffer | undefined,
  ) {}

  public async save(record: CeremonyRecord): Promise<void> {
    const next = nextOf(this.path);
    try {
      const file = await open(next, 'wx', 0o600);
      await file
        .writeFile(this.render(record))
        .then(() => file.sync())
        .finally(() => file.close());
      await rename(next, this.path);
    } catch (error) {
      await unlink(next).catch(() => {});
      throw new CeremonyError(
        `cannot write the record '${this.path}': ${(error as NodeJS.ErrnoException).code ?? 'failed'}`,
      );
    }
  }

  /** Takes the key away: a finished record is authenticated by signatures, not by a key on this machine. */
  public async finish(): Promise<void> {
    await unlink(keyFileOf(this.path)).catch(() => {});
  }

  private render(record: CeremonyRecord): string {
    const mac = this.key && !record.finished ? { mac: macOf(record, this.key).toString('hex') } : {};
    return `${JSON.stringify({ ...withoutMac(record), ...mac }, undefined, 2)}\n`;
  }

  private isAuthentic(record: CeremonyRecord): boolean {
    if (!this.key) return false;
    const said = Buffer.from((record as Authenticated).mac ?? '', 'hex');
    const expected = macOf(record, this.key);
    return said.length === expected.length && timingSafeEqual(said, expected);
  }
}

/** Reads a record, finished or not, without any claim that it is authentic. */
export async function readRecord(path: string): Promise<StoredRecord> {
  const content = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new CeremonyError(`cannot read the record '${path}': ${error.code ?? error.name}`);
  });
  return { record: parseRecord(parseJsonObject(content.toString(), path), path), content };
}

/** Takes a value for a record, and throws when it has not the form of one. */
export function parseRecord(value: object, source: string): CeremonyRecord {
  const record = value as CeremonyRecord;
  const lists = [record.steps, record.copies, record.attempts, record.machines, record.confirmations];
  const { plan } = record as { plan?: Partial<CeremonyRecord['plan']> };
  if (record.format === RECORD_FORMAT && lists.every(Array.isArray) && plan?.wrapping && plan.copies && plan.region) {
    return record;
  }
  throw new CeremonyError(`'${source}' is not the record of a key ceremony`);
}

interface Authenticated {
  readonly mac?: string;
}

function macOf(record: CeremonyRecord, key: Buffer): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify(withoutMac(record)))
    .digest();
}

function withoutMac(record: CeremonyRecord): CeremonyRecord {
  const { mac: _, ...rest } = record as CeremonyRecord & Authenticated;
  return rest;
}

function keyFileOf(path: string): string {
  return `${path}.key`;
}

async function readKey(path: string): Promise<Buffer | undefined> {
  const keyFile = keyFileOf(path);
  const text = await readFile(keyFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new CeremonyError(`cannot read '${keyFile}': ${error.code ?? error.name}`);
  });
  if (text === undefined) return undefined;
  await requireOwn(keyFile);
  return Buffer.from(text.trim(), 'hex');
}

/** Whoever else may write a file decides what is in it. */
async function requireOwn(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats || process.platform === 'win32') return;
  const othersMayWrite = (stats.mode & 0o022) !== 0; // eslint-disable-line no-bitwise
  if (stats.uid === process.getuid?.() && !othersMayWrite && stats.isFile()) return;
  throw new CeremonyError(
    `'${path}' could have been written by others than you`,
    `look at what is in it; then: chown "$USER" ${path}; chmod 600 ${path}`,
  );
}

function nextOf(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.next`;
}

/** Removes what a killed process left on its way to the next version of the record, or to the first one. */
async function removeLeftovers(path: string): Promise<void> {
  const [folder, name] = [dirname(path), basename(path)];
  const key = existsSync(path) ? undefined : await readIfExists(keyFileOf(path));
  if (key && /^[0-9a-f]{0,64}\n?$/.test(key.toString('latin1'))) await unlink(keyFileOf(path));
  const left = (await readdir(folder)).filter(
    file => file.startsWith(`${name}.`) && /\.[0-9a-f]{12}\.next$/.test(file),
  );
  for (const file of left) await unlink(join(folder, file)).catch(() => {});
}
