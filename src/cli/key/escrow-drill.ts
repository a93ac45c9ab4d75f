import { randomBytes } from 'node:crypto';
import type { CeremonyRecord } from '../../ceremony/ceremony-record';
import { type DrillRecord, renderDrillPage } from '../../ceremony/drill-page';
import { digestOf, matchesFingerprint } from '../../ceremony/fingerprint';
import { requireNoFile, writeNewFile } from '../../ceremony/new-file';
import { readRecord } from '../../ceremony/record-file';
import { thisMachine } from '../tool';
import type { Verb, VerbContext } from '../verb';
import { importedFingerprint } from './check';
import { pageOf } from './finish-record';
import { HANDOVER_OPTIONS, HANDOVER_OPTIONS_HELP } from './handover-options';
import { openNamedEscrow } from './open-named-escrow';
import { readPeople } from './people';
import { requireSignature, requireSigner, signFile } from './signature';

/** `key escrow-drill`: calls nothing. */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key escrow-drill --record RECORD --escrow FILE --escrow-key FILE [options]

Proves, once a year, that the copy of an escrow still opens and is the material of the key: opens it in memory, compares it with the record of the ceremony, and leaves a record of its own with a page to sign. Needs no network, and writes no material. Exits 3 if it is not the material.

Options:
  --record RECORD            The record of the ceremony.
  --escrow FILE              The copy that was made for the escrow.
  --escrow-key FILE          The private key that opens it, PEM or DER. A passphrase is asked for.
  --out FILE                 Where the record of the drill goes. [default: escrow-drill-<time>.json]
${HANDOVER_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key escrow-drill --record record.json --escrow escrow.bin --escrow-key escrow-private.pem --out drill.json`,

  options: {
    ...HANDOVER_OPTIONS,
    record: { type: 'string' },
    escrow: { type: 'string' },
    'escrow-key': { type: 'string' },
    out: { type: 'string' },
  },

  run: async context => {
    const { terminal, values, now } = context;
    const people = readPeople(values);
    const [path, escrow, keyFile] = [
      values.required('record'),
      values.required('escrow'),
      values.required('escrow-key'),
    ];
    const stamp = now().toISOString().slice(0, 19).replace(/[-:]/g, '');
    const out = values.text('out') ?? `escrow-drill-${stamp}-${randomBytes(2).toString('hex')}.json`;
    [out, pageOf(out)].forEach(requireNoFile);
    requireSigner(values);
    const { record, content } = await readRecord(path);
    await requireSignature(path, content, context);
    const drill: DrillRecord = { ...(await holdDrill(context, record, escrow, keyFile)), ...people };
    const text = `${JSON.stringify(drill, undefined, 2)}\n`;
    await writeNewFile(out, text);
    await writeNewFile(pageOf(out), renderDrillPage(drill, text));
    await signFile(out, values, terminal);
    const { opens, matches } = drill;
    terminal.result(out);
    terminal.progress(`page to sign: ${pageOf(out)}`);
    if (matches) {
      terminal.progress(`'${escrow}' opens, and is the key material of ${record.key?.arn}`);
      return 0;
    }
    terminal.error(opens ? `'${escrow}' opens, and is NOT the key material of ${record.key?.arn}` : drill.reason);
    return 3;
  },
};

async function holdDrill(
  context: VerbContext,
  record: CeremonyRecord,
  escrow: string,
  keyFile: string,
): Promise<DrillRecord> {
  const fingerprint = importedFingerprint(record);
  const facts = {
    format: 'encrypted-queue-to-table/escrow-drill/1',
    at: context.now().toISOString(),
    ceremony: record.id,
    ...(record.key && { keyArn: record.key.arn }),
    fingerprint,
    escrow,
    machine: thisMachine('drill', context.now()),
  };
  try {
    const { material, envelope, recipient } = await openNamedEscrow(context, escrow, keyFile);
    const matches = matchesFingerprint(material, fingerprint);
    material.wipe();
    const digest = digestOf(envelope);
    const known = record.copies.some(copy => copy.state === 'kept' && copy.digest === digest);
    return { ...facts, opens: true, matches, digest, recipient, known, reason: matches ? '' : 'another material' };
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== 'CeremonyError' || !message.includes('does not open with')) throw error;
    return { ...facts, opens: false, matches: false, known: false, reason: message };
  }
}
