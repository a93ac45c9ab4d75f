import { randomBytes } from 'node:crypto';
import type { CopyFiles } from './ceremony-context';
import { CeremonyError } from './ceremony-error';
import type { Attempt, Copy, CopyPlan } from './ceremony-record';
import { digestOf, matchesFingerprint } from './fingerprint';
import { KeyMaterial } from './key-material';
import { parseWrappingKey, wrapMaterial } from './wrap';

/** The part of a record that is about copies; a rotation, which leaves no record, has just this. */
export interface CopyRecord {
  readonly plan: { readonly copies: CopyPlan };
  readonly copies: Copy[];
  readonly material?: { readonly attempt: string };
}

export interface CopyContext<Record extends CopyRecord> {
  readonly files: CopyFiles;
  save(record: Record): Promise<void>;
}

/**
 * Writes the copies that were asked for, under names that are not final yet: nobody may take a copy for that of the
 * key's material before KMS has it. That a copy is about to be written is saved first.
 */
export async function writeCopies<Record extends CopyRecord>(
  record: Record,
  attempt: Attempt,
  material: KeyMaterial,
  context: CopyContext<Record>,
): Promise<string> {
  const written: string[] = [];
  for (const { publicKey, ...wanted } of wantedCopies(record.plan.copies)) {
    const content = publicKey ? wrapFor(publicKey, material) : material.bytes;
    const file = await writeCopy(record, attempt, wanted, content, context);
    if (file !== undefined) written.push(`${wanted.kind} in ${file}`);
  }
  return written.join(', ') || 'none';
}

/** Writes one copy, unless an earlier try wrote it whole; answers the name it has for now. */
export async function writeCopy<Record extends CopyRecord>(
  record: Record,
  { id, fingerprint }: Attempt,
  wanted: Pick<Copy, 'kind' | 'asked' | 'recipient'>,
  content: Buffer,
  { files, save }: CopyContext<Record>,
): Promise<string | undefined> {
  const { kind, asked, recipient } = wanted;
  if (record.copies.some(copy => copy.asked === asked && copy.attempt === id && isWhole(copy))) return undefined;
  const copy: Copy = {
    kind,
    attempt: id,
    fingerprint,
    ...(recipient && { recipient }),
    asked,
    file: `${asked}.unconfirmed-${randomBytes(3).toString('hex')}`,
    ...(kind === 'escrow' && { digest: digestOf(content) }),
    state: 'begun',
  };
  record.copies.push(copy);
  await save(record);
  await files.write(copy.file, content);
  copy.state = 'unconfirmed';
  await save(record);
  return copy.file;
}

/**
 * Gives the copies of the imported material the names that were asked for, and says of all others, by name, that they
 * are superseded. May be repeated after an interruption.
 */
export async function nameCopies<Record extends CopyRecord>(
  record: Record,
  { files, save }: CopyContext<Record>,
): Promise<string> {
  for (const copy of record.copies) {
    const { attempt, asked, file, state } = copy;
    if (state === 'unconfirmed' && attempt === record.material?.attempt) {
      await files.place(file, asked);
      await requireUnchanged(copy, files);
      Object.assign(copy, { file: asked, state: 'kept' });
    } else if (state === 'begun' || state === 'unconfirmed') {
      const superseded = file.replace(/\.unconfirmed-(?=[0-9a-f]{6}$)/, '.superseded-');
      const exists = (await files.read(file)) ?? (await files.read(superseded));
      if (exists) await files.place(file, superseded);
      Object.assign(copy, exists ? { file: superseded, state: 'superseded' } : { state: 'lost' });
    }
    await save(record);
  }
  return record.copies.map(({ kind, file, state }) => `${kind} ${state}: ${file}`).join(', ') || 'none';
}

/** The names of the files that a plan writes. */
export function askedFiles({ plaintextFile, escrow }: CopyPlan): string[] {
  return [...(plaintextFile === undefined ? [] : [plaintextFile]), ...escrow.map(({ file }) => file)];
}

/** Wraps material for one who holds the private key of an escrow: RSA-OAEP with SHA-256, which openssl opens too. */
export function wrapFor(publicKey: string, material: KeyMaterial): Buffer {
  const key = parseWrappingKey(Buffer.from(publicKey, 'base64'));
  if (!key) throw new CeremonyError('the plan holds an escrow key that is no RSA public key');
  return wrapMaterial(material.bytes, key, 'RSAES_OAEP_SHA_256');
}

function wantedCopies({ plaintextFile, escrow }: CopyPlan) {
  return [
    ...escrow.map(({ file, keyDigest, publicKey }) => ({
      kind: 'escrow' as const,
      asked: file,
      recipient: keyDigest,
      publicKey,
    })),
    ...(plaintextFile === undefined
      ? []
      : [{ kind: 'plaintext' as const, asked: plaintextFile, recipient: undefined, publicKey: undefined }]),
  ];
}

function isWhole({ state }: Copy): boolean {
  return state === 'unconfirmed' || state === 'kept';
}

async function requireUnchanged(copy: Copy, files: CopyFiles): Promise<void> {
  const content = await files.read(copy.asked);
  const same = content && (copy.digest ? digestOf(content) === copy.digest : isPlaintextOf(copy, content));
  if (!same) {
    throw new CeremonyError(
      `'${copy.asked}' is not the copy that this ceremony wrote`,
      'move it away and bring the copy back under its name, then resume',
    );
  }
}

function isPlaintextOf({ fingerprint, asked }: Copy, content: Buffer): boolean {
  try {
    return matchesFingerprint(KeyMaterial.of(content, `'${asked}'`), fingerprint);
  } catch {
    return false;
  } finally {
    content.fill(0);
  }
}
