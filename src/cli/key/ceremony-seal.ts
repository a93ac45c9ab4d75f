import { parsePrepared, renderSealed } from '../../ceremony/bundle';
import type { MaterialSource } from '../../ceremony/ceremony-record';
import { comparisonCodeOf } from '../../ceremony/comparison-code';
import { readEscrowKey } from '../../ceremony/escrow-key';
import { digestOf } from '../../ceremony/fingerprint';
import { requireFresh } from '../../ceremony/import-parameters';
import { withMaterial } from '../../ceremony/key-material';
import { requireDifferentFiles, requireNoFile, writeNewFile } from '../../ceremony/new-file';
import { sealBundle, type SealPlan } from '../../ceremony/seal-bundle';
import { UsageError } from '../cli-error';
import { inOptions } from '../in-options';
import { readNamedFile } from '../read-file';
import { thisMachine } from '../tool';
import type { Verb, VerbContext } from '../verb';
import { CLOCK_OPTIONS, CLOCK_OPTIONS_HELP, IGNORE_CLOCK } from './clock-options';
import { confirmCode, EXPECT_OPTIONS, EXPECT_OPTIONS_HELP, requireExpectation } from './confirm-code';
import { requireDifferentRecipients, warnOfPlaintext } from './copy-options';
import { HANDOVER_OPTIONS, HANDOVER_OPTIONS_HELP } from './handover-options';
import { MATERIAL_OPTIONS, MATERIAL_OPTIONS_HELP, readOrGenerate, requireSource } from './material-options';
import { readPeople } from './people';
import { requireSignature, requireSigner, signFile } from './signature';

/** `key ceremony seal`: runs without a network. */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key ceremony seal --bundle FILE (--generate | --material FILE) --out FILE [options]

The second part of a ceremony across an air gap, on the machine without a network: wraps the material for KMS and for each escrow, and writes the sealed bundle. Nothing in it is secret to anyone but KMS and the escrows. Carry it back, and write its comparison code down. The copies for the escrows travel in it: key ceremony finish writes them once KMS has the material.

Options:
  --bundle FILE              What key ceremony prepare wrote.
${EXPECT_OPTIONS_HELP}
${MATERIAL_OPTIONS_HELP}
  --out FILE                 Where the sealed bundle goes.
  --escrow-key FILE          RSA public key of an escrow, PEM or DER, to wrap a copy of the material under. May be repeated: a copy for each.
  --keep-plaintext FILE      Write the material itself to FILE, for its owner only. Dangerous: lock it away.
  --no-copy                  Keep no copy of generated material. If it expires, is deleted or lost, so is the data.
${CLOCK_OPTIONS_HELP}
${HANDOVER_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key ceremony seal --bundle prepared.json --generate --escrow-key escrow.pem --out sealed.json`,

  options: {
    ...MATERIAL_OPTIONS,
    ...EXPECT_OPTIONS,
    ...CLOCK_OPTIONS,
    ...HANDOVER_OPTIONS,
    bundle: { type: 'string' },
    out: { type: 'string' },
    'escrow-key': { type: 'string', multiple: true },
    'keep-plaintext': { type: 'string' },
    'no-copy': { type: 'boolean' },
  },

  run: async context => {
    const { terminal, values, now } = context;
    const [path, out] = [values.required('bundle'), values.required('out')];
    requireSource(values);
    requireCopy(context);
    requireExpectation(context);
    const plaintextFile = values.text('keep-plaintext');
    inOptions(() => requireDifferentFiles([out, plaintextFile]));
    [out, plaintextFile].forEach(requireNoFile);
    requireSigner(values);
    const content = await readNamedFile(path, 'the prepared bundle');
    const prepared = parsePrepared(content, path);
    await requireSignature(path, content, context);
    if (!values.flag('ignore-clock')) requireFresh(prepared.parameters, now(), IGNORE_CLOCK);
    const plan = await readSealPlan(context);
    terminal.progress(describe(prepared.record.key?.arn, prepared.parameters.wrappingKeyDigest, plan));
    const confirmations = await confirmCode(context, content, 'prepared', plan);
    return withMaterial(await readOrGenerate(context), async material => {
      const seal = sealBundle(prepared, material, { ...plan, confirmations }, now);
      if (plaintextFile !== undefined) {
        await writeNewFile(plaintextFile, material.bytes);
        warnOfPlaintext(plaintextFile, terminal);
      }
      material.wipe();
      const text = renderSealed({ prepared: digestOf(content), seal });
      await writeNewFile(out, text);
      terminal.result(out);
      await signFile(out, values, terminal);
      terminal.progress(`the material has the fingerprint ${seal.attempt.fingerprint}`);
      terminal.progress(`comparison code of the sealed bundle: ${comparisonCodeOf(text)}`);
      return 0;
    });
  },
};

function requireCopy({ values }: VerbContext): void {
  const some = values.list('escrow-key').length > 0 || values.text('keep-plaintext') !== undefined;
  if (values.flag('no-copy') && some) throw new UsageError('--no-copy excludes --escrow-key and --keep-plaintext');
  if (some || !values.flag('generate') || values.flag('no-copy')) return;
  throw new UsageError('generated material needs a copy: --escrow-key FILE, --keep-plaintext FILE or --no-copy');
}

async function readSealPlan({ values, now }: VerbContext): Promise<SealPlan> {
  const recipients = await Promise.all(values.list('escrow-key').map(readEscrowKey));
  requireDifferentRecipients(recipients.map(({ keyDigest }) => keyDigest));
  const plaintextFile = values.text('keep-plaintext');
  const clock = `the clock of the offline machine says ${now().toISOString()}`;
  return {
    machine: thisMachine('seal', now()),
    ...readPeople(values),
    source: sourceOf(values.text('material')),
    recipients,
    ...(plaintextFile !== undefined && { plaintextFile }),
    confirmations: [],
    notes: [values.flag('ignore-clock') ? `${clock}, and was said to be wrong: the 24 hours were left to KMS` : clock],
  };
}

function sourceOf(file: string | undefined): MaterialSource {
  if (file === undefined) return { kind: 'generated', mixedWithKms: false };
  return file === '-' ? { kind: 'standard input' } : { kind: 'file', path: file };
}

function describe(
  keyArn: string | undefined,
  wrappingKeyDigest: string,
  { recipients, plaintextFile }: SealPlan,
): string {
  return [
    'to be sealed:',
    `  for key    ${keyArn}`,
    `  under      public key ${wrappingKeyDigest}`,
    ...recipients.map(({ keyFile, keyDigest }) => `  escrow     ${keyFile} ${keyDigest}`),
    ...(plaintextFile === undefined ? [] : [`  plaintext  ${plaintextFile}: THE MATERIAL ITSELF IS WRITTEN THERE`]),
  ].join('\n');
}
