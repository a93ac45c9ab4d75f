import { resolve } from 'node:path';
import type { CopyPlan } from '../../ceremony/ceremony-record';
import { wrapFor } from '../../ceremony/copies';
import { readEscrowKey } from '../../ceremony/escrow-key';
import type { KeyMaterial } from '../../ceremony/key-material';
import { requireDifferentFiles, requireNoFile, writeNewFile } from '../../ceremony/new-file';
import { UsageError } from '../cli-error';
import { inOptions } from '../in-options';
import type { OptionValues, VerbOptions } from '../options';
import type { Terminal } from '../terminal';

export const COPY_OPTIONS = {
  'escrow-key': { type: 'string', multiple: true },
  'escrow-out': { type: 'string', multiple: true },
  'keep-plaintext': { type: 'string' },
  'no-copy': { type: 'boolean' },
} as const satisfies VerbOptions;

export const COPY_OPTIONS_HELP = `\
  --escrow-key FILE          RSA public key of an escrow, PEM or DER, to wrap a copy of the material under. May be repeated: a copy for each.
  --escrow-out FILE          Where that copy goes, in the same order. Open it with the escrow's private key and openssl pkeyutl.
  --keep-plaintext FILE      Write the material itself to FILE, for its owner only. Dangerous: move it offline at once.
  --no-copy                  Keep no copy of generated material. If it expires, is deleted or lost, so is the data.`;

/**
 * Reads and checks what is asked for, before anything is made. Generated material must have a copy, or `--no-copy`. A
 * ceremony may be resumed from another folder, so names are whole paths.
 */
export async function readCopies(
  values: OptionValues,
  generated: boolean,
  otherFiles: readonly (string | undefined)[] = [],
): Promise<CopyPlan> {
  const [keyFiles, files, plaintextFile] = [
    values.list('escrow-key'),
    values.list('escrow-out').map(file => resolve(file)),
    values.text('keep-plaintext') && resolve(values.text('keep-plaintext') ?? ''),
  ];
  if (keyFiles.length !== files.length) {
    throw new UsageError(`each --escrow-key needs its --escrow-out, got ${keyFiles.length} and ${files.length}`);
  }
  const some = keyFiles.length > 0 || plaintextFile !== undefined;
  if (values.flag('no-copy') && some) throw new UsageError('--no-copy excludes --escrow-key and --keep-plaintext');
  if (generated && !some && !values.flag('no-copy')) {
    throw new UsageError(
      'generated material needs a copy: --escrow-key FILE --escrow-out FILE, --keep-plaintext FILE or --no-copy',
    );
  }
  inOptions(() => requireDifferentFiles([...files, plaintextFile, ...otherFiles]));
  [...files, plaintextFile].forEach(requireNoFile);
  const recipients = await Promise.all(keyFiles.map(readEscrowKey));
  requireDifferentRecipients(recipients.map(({ keyDigest }) => keyDigest));
  return {
    ...(plaintextFile !== undefined && { plaintextFile }),
    escrow: recipients.map((recipient, index) => ({ ...recipient, file: files[index] ?? '' })),
  };
}

/** Throws when two escrows are one and the same. */
export function requireDifferentRecipients(digests: readonly string[]): void {
  const twice = digests.find((digest, index) => digests.indexOf(digest) !== index);
  if (twice !== undefined) throw new UsageError(`two --escrow-key are the same key, ${twice}`);
}

/** Writes the copies under their names, for verbs that import nothing. */
export async function keepCopies(material: KeyMaterial, copies: CopyPlan, terminal: Terminal): Promise<void> {
  for (const { file, publicKey } of copies.escrow) await writeNewFile(file, wrapFor(publicKey, material));
  if (copies.plaintextFile === undefined) return;
  await writeNewFile(copies.plaintextFile, material.bytes);
  warnOfPlaintext(copies.plaintextFile, terminal);
}

export function warnOfPlaintext(file: string, terminal: Terminal): void {
  terminal.warning(`'${file}' holds the key material in plaintext; move it offline and destroy it here`);
}
