import { CLOCK_OPTIONS, CLOCK_OPTIONS_HELP, IGNORE_CLOCK } from './clock-options';
import { comparisonCodeOf } from '../../ceremony/comparison-code';
import { fingerprintOf } from '../../ceremony/fingerprint';
import {
  type ImportParameters,
  parseImportParameters,
  requireFresh,
  wrappingKeyDigestOf,
} from '../../ceremony/import-parameters';
import { withMaterial } from '../../ceremony/key-material';
import { requireNoFile, writeNewFile } from '../../ceremony/new-file';
import { checkWrappingKey, parseWrappingKey, wrapMaterial, type WrappingAlgorithm } from '../../ceremony/wrap';
import { renderWrappedMaterial } from '../../ceremony/wrapped-material';
import { CliError, UsageError } from '../cli-error';
import type { Verb, VerbContext } from '../verb';
import { COPY_OPTIONS, COPY_OPTIONS_HELP, keepCopies, readCopies } from './copy-options';
import { MATERIAL_OPTIONS, MATERIAL_OPTIONS_HELP, readOrGenerate, requireSource } from './material-options';
import { readNamedFile } from '../read-file';
import { readWrappingAlgorithm, WRAPPING_OPTIONS } from './wrapping-options';

/** `key wrap`: runs without a network; neither this module nor any it imports knows AWS. */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key wrap --parameters FILE (--material FILE | --generate) --out FILE [options]
  encrypted-queue-to-table key wrap --public-key FILE (--material FILE | --generate) --out FILE --raw [options]

Wraps key material under a wrapping public key from KMS. Needs no network and no AWS credentials: run it on
the machine with the air gap. The result is no secret to anyone but KMS.

Options:
  --parameters FILE          What key parameters wrote.
  --expect-digest DIGEST     Refuse any other public key: the digest that key parameters printed.
${CLOCK_OPTIONS_HELP}
  --public-key FILE          In place of --parameters: the bare public key, as the AWS CLI and openssl base64 -d leave it.
${MATERIAL_OPTIONS_HELP}
  --out FILE                 Where the wrapped material goes.
  --raw                      Write the bare ciphertext, as openssl pkeyutl does, in place of a labelled file.
  --wrapping-algorithm NAME  With --public-key: RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1. [default: RSAES_OAEP_SHA_256]
  --allow-sha1               Let RSAES_OAEP_SHA_1 be chosen.
${COPY_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key wrap --parameters parameters.json --material material.bin --out wrapped.json`,

  options: {
    ...MATERIAL_OPTIONS,
    ...COPY_OPTIONS,
    parameters: { type: 'string' },
    ...CLOCK_OPTIONS,
    'expect-digest': { type: 'string' },
    'public-key': { type: 'string' },
    out: { type: 'string' },
    raw: { type: 'boolean' },
    'wrapping-algorithm': WRAPPING_OPTIONS['wrapping-algorithm'],
    'allow-sha1': WRAPPING_OPTIONS['allow-sha1'],
  },

  run: async context => {
    const { terminal, values, now } = context;
    const out = values.required('out');
    requireSource(values);
    const target = await readTarget(context);
    const copies = await readCopies(values, values.flag('generate'), [out]);
    requireNoFile(out);
    return withMaterial(await readOrGenerate(context), async material => {
      await keepCopies(material, copies, terminal);
      const encryptedKeyMaterial = wrapMaterial(material.bytes, target.wrappingKey, target.wrappingAlgorithm);
      const fingerprint = fingerprintOf(material);
      material.wipe();
      const label = target.label && { ...target.label, fingerprint, wrappedAt: now().toISOString() };
      const content =
        label && !values.flag('raw') ? renderWrappedMaterial({ encryptedKeyMaterial, label }) : encryptedKeyMaterial;
      await writeNewFile(out, content);
      terminal.result(out);
      terminal.progress(`wrapped with ${target.wrappingAlgorithm} under the public key ${target.digest}`);
      terminal.progress(`the material has the fingerprint ${fingerprint}`);
      if (target.code !== undefined) terminal.progress(`comparison code of the import parameters: ${target.code}`);
      terminal.progress(`comparison code of ${out}: ${comparisonCodeOf(content)}`);
      return 0;
    });
  },
};

interface Target extends Pick<ImportParameters, 'wrappingKey'> {
  readonly digest: string;
  /** Comparison code of the import parameters. */
  readonly code?: string;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly label?: Pick<ImportParameters, 'keyArn' | 'wrappingAlgorithm' | 'wrappingKeyDigest'>;
}

async function readTarget(context: VerbContext): Promise<Target> {
  const target = await readNamedTarget(context);
  const expected = context.values.text('expect-digest');
  if (expected === undefined || expected.replace(/^(sha256:)?/, 'sha256:') === target.digest) return target;
  throw new CliError(
    `the public key has the digest ${target.digest}, not the one expected`,
    'do not use this file: get it again from the machine that has the network',
  );
}

async function readNamedTarget({ values, now }: VerbContext): Promise<Target> {
  const [parametersFile, publicKeyFile] = [values.text('parameters'), values.text('public-key')];
  if ((parametersFile === undefined) === (publicKeyFile === undefined)) {
    throw new UsageError('give either --parameters FILE or --public-key FILE');
  }
  if (parametersFile !== undefined) {
    const content = await readNamedFile(parametersFile, 'the import parameters');
    const parameters = parseImportParameters(content.toString(), parametersFile);
    if (!values.flag('ignore-clock')) requireFresh(parameters, now(), IGNORE_CLOCK);
    const { wrappingKey, keyArn, wrappingAlgorithm, wrappingKeyDigest } = parameters;
    return {
      wrappingKey,
      digest: wrappingKeyDigest,
      code: comparisonCodeOf(content),
      wrappingAlgorithm,
      label: { keyArn, wrappingAlgorithm, wrappingKeyDigest },
    };
  }
  if (!values.flag('raw')) throw new UsageError('--public-key needs --raw: the key it belongs to is not known');
  const content = await readNamedFile(publicKeyFile ?? '', 'the public key');
  const wrappingKey = parseWrappingKey(content);
  if (!wrappingKey) throw notPublicKey(content, publicKeyFile ?? '');
  return { wrappingKey, digest: wrappingKeyDigestOf(wrappingKey), wrappingAlgorithm: readWrappingAlgorithm(values) };
}

function notPublicKey(content: Buffer, file: string): CliError {
  const isBase64 = /^[A-Za-z0-9+/=\s]+$/.test(content.toString('latin1'));
  return new CliError(
    `the public key '${file}' ${checkWrappingKey(content)}`,
    isBase64 ? `decode it first: openssl enc -d -base64 -A -in ${file} -out PublicKey.bin` : undefined,
  );
}
