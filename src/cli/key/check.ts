import { CeremonyError } from '../../ceremony/ceremony-error';
import type { CeremonyRecord } from '../../ceremony/ceremony-record';
import { digestOf, matchesFingerprint } from '../../ceremony/fingerprint';
import type { KeyMaterial } from '../../ceremony/key-material';
import { readRecord } from '../../ceremony/record-file';
import { parseWrappedMaterial } from '../../ceremony/wrapped-material';
import { UsageError } from '../cli-error';
import { readNamedFile } from '../read-file';
import type { Verb, VerbContext } from '../verb';
import { readMaterial } from './material-options';
import { openNamedEscrow } from './open-named-escrow';
import { requireSignature, VERIFY_OPTIONS, VERIFY_OPTIONS_HELP } from './signature';

/** `key check`: calls nothing. */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key check --record RECORD --material FILE
  encrypted-queue-to-table key check --record RECORD --escrow FILE --escrow-key FILE
  encrypted-queue-to-table key check --record RECORD --wrapped FILE

Says whether this is the key material of a ceremony, by the fingerprint in its record. Needs no network, and writes nothing. Exits 3 if it is not.

Options:
  --record RECORD            The record of the ceremony.
  --material FILE            The material itself; - reads standard input.
  --escrow FILE              A copy that was made for an escrow.
  --escrow-key FILE          The private key that opens it, PEM or DER. A passphrase is asked for.
  --wrapped FILE             The wrapped material that was imported: key wrap's file, or the bare ciphertext.
${VERIFY_OPTIONS_HELP}
  --json                     Print the answer as JSON.

Example:
  encrypted-queue-to-table key check --record record.json --material material.bin`,

  options: {
    ...VERIFY_OPTIONS,
    record: { type: 'string' },
    material: { type: 'string' },
    escrow: { type: 'string' },
    'escrow-key': { type: 'string' },
    wrapped: { type: 'string' },
    json: { type: 'boolean' },
  },

  run: async context => {
    const { terminal, values } = context;
    const path = values.required('record');
    requireOneSubject(context);
    const { record, content } = await readRecord(path);
    await requireSignature(path, content, context);
    const { matches, subject } = await check(context, record);
    const said = matches
      ? `${subject} is the key material of ${record.key?.arn}`
      : `${subject} is NOT the key material of ${record.key?.arn}`;
    if (values.flag('json')) terminal.json({ matches, keyArn: record.key?.arn, ceremony: record.id });
    else terminal.result(said);
    return matches ? 0 : 3;
  },
};

/** The fingerprint of the material that was imported. */
export function importedFingerprint({ material, id }: CeremonyRecord): string {
  if (material) return material.fingerprint;
  throw new CeremonyError(`the ceremony ${id} has imported no key material yet`);
}

function requireOneSubject({ values }: VerbContext): void {
  const subjects = ['material', 'escrow', 'wrapped'].filter(name => values.text(name) !== undefined);
  if (subjects.length !== 1) throw new UsageError('give one of --material, --escrow and --wrapped');
  if ((values.text('escrow') === undefined) !== (values.text('escrow-key') === undefined)) {
    throw new UsageError('--escrow and --escrow-key belong together');
  }
}

async function check(context: VerbContext, record: CeremonyRecord): Promise<{ matches: boolean; subject: string }> {
  const { values, terminal } = context;
  const [file, escrow, wrapped] = [values.text('material'), values.text('escrow'), values.text('wrapped')];
  if (wrapped !== undefined) {
    if (!record.wrapped) throw new CeremonyError('the record names no wrapped material');
    const content = await readNamedFile(wrapped, 'the wrapped material');
    const { encryptedKeyMaterial } = parseWrappedMaterial(content, wrapped);
    return { matches: digestOf(encryptedKeyMaterial) === record.wrapped.digest, subject: `'${wrapped}'` };
  }
  const fingerprint = importedFingerprint(record);
  const material: KeyMaterial =
    escrow === undefined
      ? await readMaterial(file ?? '', terminal)
      : (await openNamedEscrow(context, escrow, values.required('escrow-key'))).material;
  try {
    return { matches: matchesFingerprint(material, fingerprint), subject: `'${escrow ?? file}'` };
  } finally {
    material.wipe();
  }
}
