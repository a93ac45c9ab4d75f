import { readFile } from 'node:fs/promises';
import { CeremonyError } from '../../ceremony/ceremony-error';
import { digestOf } from '../../ceremony/fingerprint';
import { wrappingKeyDigestOf } from '../../ceremony/import-parameters';
import type { KeyMaterial } from '../../ceremony/key-material';
import { requireNoFile, writeNewFile } from '../../ceremony/new-file';
import { parseWrappingKey, wrapMaterial } from '../../ceremony/wrap';
import { UsageError } from '../cli-error';
import type { OptionValues, VerbOptions } from '../options';
import type { Terminal } from '../terminal';

export const COPY_OPTIONS = {
  'escrow-key': { type: 'string' },
  'escrow-out': { type: 'string' },
  'keep-plaintext': { type: 'string' },
  'no-copy': { type: 'boolean' },
} as const satisfies VerbOptions;

export const COPY_OPTIONS_HELP = `\
  --escrow-key FILE          RSA public key, PEM or DER, to wrap a copy of the material for the escrow.
  --escrow-out FILE          Where that copy goes; open it with the escrow's private key and openssl pkeyutl.
  --keep-plaintext FILE      Write the material itself to FILE, for its owner only. Dangerous: move it offline at once.
  --no-copy                  Keep no copy of generated material. If it expires, is deleted or lost, so is the data.`;

/** The copies of the material that a command line asks for. */
export interface Copies {
  readonly plaintextFile?: string;
  readonly escrow?: { readonly keyFile: string; readonly keyDigest: string; readonly file: string };
}

/** Reads and checks what is asked for, before anything is made. Generated material must have a copy, or `--no-copy`. */
export async function readCopies(values: OptionValues, generated: boolean): Promise<Copies> {
  const [keyFile, file, plaintextFile] = [
    values.text('escrow-key'),
    values.text('escrow-out'),
    values.text('keep-plaintext'),
  ];
  if ((keyFile === undefined) !== (file === undefined)) {
    throw new UsageError('--escrow-key and --escrow-out belong together');
  }
  if (values.flag('no-copy') && (keyFile ?? plaintextFile) !== undefined) {
    throw new UsageError('--no-copy excludes --escrow-key and --keep-plaintext');
  }
  if (generated && (keyFile ?? plaintextFile) === undefined && !values.flag('no-copy')) {
    throw new UsageError(
      'generated material needs a copy: --escrow-key FILE --escrow-out FILE, --keep-plaintext FILE or --no-copy',
    );
  }
  requireNoFile(file);
  requireNoFile(plaintextFile);
  const plaintext = plaintextFile === undefined ? {} : { plaintextFile };
  if (keyFile === undefined || file === undefined) return plaintext;
  return { ...plaintext, escrow: { keyFile, file, keyDigest: wrappingKeyDigestOf(await readEscrowKey(keyFile)) } };
}

/** Writes the copies, and answers what was written where. */
export async function keepCopies(material: KeyMaterial, { plaintextFile, escrow }: Copies, terminal: Terminal) {
  const kept: { kind: 'plaintext' | 'escrow'; file: string; digest?: string }[] = [];
  if (escrow) {
    const key = await readEscrowKey(escrow.keyFile);
    if (wrappingKeyDigestOf(key) !== escrow.keyDigest) {
      throw new CeremonyError(`'${escrow.keyFile}' is no longer the escrow key that the ceremony began with`);
    }
    const wrapped = wrapMaterial(material.bytes, key, 'RSAES_OAEP_SHA_256');
    await writeNewFile(escrow.file, wrapped);
    kept.push({ kind: 'escrow', file: escrow.file, digest: digestOf(wrapped) });
  }
  if (plaintextFile !== undefined) {
    await writeNewFile(plaintextFile, material.bytes);
    terminal.warning(`'${plaintextFile}' holds the key material in plaintext; move it offline and destroy it here`);
    kept.push({ kind: 'plaintext', file: plaintextFile });
  }
  return kept;
}

async function readEscrowKey(file: string) {
  const content = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new CeremonyError(`cannot read the escrow key '${file}': ${error.code ?? error.name}`);
  });
  const key = parseWrappingKey(content);
  if (!key) throw new CeremonyError(`'${file}' must hold an RSA public key of at least 2048 bits, in PEM or DER`);
  return key;
}
