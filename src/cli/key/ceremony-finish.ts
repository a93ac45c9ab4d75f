import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { joinRecord, parsePrepared, parseSealed, requireReply } from '../../ceremony/bundle';
import { CeremonyError } from '../../ceremony/ceremony-error';
import type { CeremonyRecord } from '../../ceremony/ceremony-record';
import { comparisonCodeOf } from '../../ceremony/comparison-code';
import { finishCeremony } from '../../ceremony/finish-ceremony';
import { requireDifferentFiles, requireNoFile } from '../../ceremony/new-file';
import { RecordFile } from '../../ceremony/record-file';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { UsageError } from '../cli-error';
import { withClients } from '../clients';
import { inOptions } from '../in-options';
import { readNamedFile } from '../read-file';
import { thisMachine } from '../tool';
import type { Verb, VerbContext } from '../verb';
import { ceremonyContext } from './ceremony-context';
import { confirmCode, EXPECT_OPTIONS, EXPECT_OPTIONS_HELP, requireExpectation } from './confirm-code';
import { finishRecord, pageOf } from './finish-record';
import { HANDOVER_OPTIONS, HANDOVER_OPTIONS_HELP } from './handover-options';
import { readPeople } from './people';
import { requireSignature, requireSigner } from './signature';

/** `key ceremony finish` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key ceremony finish --prepared FILE --sealed FILE [--escrow-out FILE …] [options]

The last part of a ceremony across an air gap, on the machine with the network: compares the sealed bundle with the prepared one, imports the material, writes the copies for the escrows, verifies the key, and leaves the record with its page to sign. If it is interrupted, run the same command again.

Options:
  --prepared FILE            What key ceremony prepare wrote, as it stayed on this machine.
  --sealed FILE              What key ceremony seal wrote.
${EXPECT_OPTIONS_HELP}
  --escrow-out FILE          Where the copy for an escrow goes. Once for each --escrow-key of key ceremony seal, in the same order.
  --record FILE              Where the record goes. [default: key-ceremony-<id>.json]
${HANDOVER_OPTIONS_HELP}
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key ceremony finish --prepared prepared.json --sealed sealed.json --escrow-out escrow.bin`,

  options: {
    ...AWS_OPTIONS,
    ...EXPECT_OPTIONS,
    ...HANDOVER_OPTIONS,
    prepared: { type: 'string' },
    sealed: { type: 'string' },
    'escrow-out': { type: 'string', multiple: true },
    record: { type: 'string' },
  },

  run: async context => {
    const { terminal, values, now } = context;
    const [preparedFile, sealedFile] = [values.required('prepared'), values.required('sealed')];
    const people = readPeople(values);
    requireExpectation(context);
    requireSigner(values);
    const preparedContent = await readNamedFile(preparedFile, 'the prepared bundle');
    const prepared = parsePrepared(preparedContent, preparedFile);
    const sealedContent = await readNamedFile(sealedFile, 'the sealed bundle');
    await requireSignature(sealedFile, sealedContent, context);
    const sealed = parseSealed(sealedContent, sealedFile);
    requireReply(sealed, preparedContent, prepared);
    const outputs = requireOutputs(context, sealed.seal.envelopes.length);
    const path = values.text('record') ?? `key-ceremony-${prepared.record.id}.json`;
    inOptions(() => requireDifferentFiles([...outputs, path, pageOf(path)]));
    terminal.progress(describe(prepared.record, sealed.seal.attempt.fingerprint, outputs));
    const confirmations = await confirmCode(context, sealedContent, 'sealed', people);
    const joined = joinRecord(prepared, sealed, outputs);
    const opened = await openRecord(path, joined, outputs);
    const { record, file } = opened;
    record.confirmations.push(...confirmations);
    record.machines.push(thisMachine('finish', now()));
    record.codes = { prepared: comparisonCodeOf(preparedContent), sealed: comparisonCodeOf(sealedContent) };
    terminal.whenStopped = 'go on with the same command';
    await withClients(context, prepared.parameters.keyArn, clients =>
      finishCeremony(record, prepared, sealed.seal, ceremonyContext(context, clients, record, file)),
    );
    terminal.whenStopped = undefined;
    return finishRecord(context, record, file);
  },
};

function requireOutputs({ values }: VerbContext, envelopes: number): string[] {
  const outputs = values.list('escrow-out').map(file => resolve(file));
  if (outputs.length === envelopes) return outputs;
  throw new UsageError(`the sealed bundle holds ${envelopes} copies for escrows, got ${outputs.length} --escrow-out`);
}

/** A new record, or that of an interrupted try with the same bundles. */
async function openRecord(path: string, joined: CeremonyRecord, outputs: readonly string[]) {
  requireNoFile(pageOf(path));
  if (!existsSync(path)) {
    outputs.forEach(requireNoFile);
    return { record: joined, file: await RecordFile.create(path, joined) };
  }
  const { record, file, untouched } = await RecordFile.open(path);
  const isSame = record.id === joined.id && record.wrapped?.digest === joined.wrapped?.digest && untouched;
  if (record.finished || !isSame) {
    throw new CeremonyError(
      `'${path}' exists, and is not the record of an interrupted try with these bundles`,
      'name another --record, or move this one away',
    );
  }
  return { record, file };
}

function describe(record: CeremonyRecord, fingerprint: string, outputs: readonly string[]): string {
  return [
    `to be finished in ${record.plan.region}:`,
    `  key        ${record.key?.arn}`,
    `  material   fingerprint ${fingerprint}`,
    `  expires    ${record.plan.expires ?? 'never'}`,
    ...outputs.map(output => `  escrow     ${output}`),
  ].join('\n');
}
