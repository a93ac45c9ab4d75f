import { fingerprintOf } from '../../ceremony/fingerprint';
import { type ImportParameters, parseImportParameters, requireFresh } from '../../ceremony/import-parameters';
import { withMaterial } from '../../ceremony/key-material';
import { requireNoFile, writeNewFile } from '../../ceremony/new-file';
import { parseWrappingKey, wrapMaterial, type WrappingAlgorithm } from '../../ceremony/wrap';
import { renderWrappedMaterial } from '../../ceremony/wrapped-material';
import { CliError, UsageError } from '../cli-error';
import type { Verb, VerbContext } from '../verb';
import { COPY_OPTIONS, COPY_OPTIONS_HELP, keepCopies, readCopies } from './copy-options';
import { MATERIAL_OPTIONS, MATERIAL_OPTIONS_HELP, requireSource, takeMaterial } from './material-options';
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
  --public-key FILE          In its place: the bare public key, as the AWS CLI and openssl base64 -d leave it.
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
    const copies = await readCopies(values, values.flag('generate'));
    requireNoFile(out);
    return withMaterial(await takeMaterial(context), async material => {
      await keepCopies(material, copies, terminal);
      const encryptedKeyMaterial = wrapMaterial(material.bytes, target.wrappingKey, target.wrappingAlgorithm);
      const fingerprint = fingerprintOf(material);
      await writeNewFile(
        out,
        target.label && !values.flag('raw')
          ? renderWrappedMaterial({
              encryptedKeyMaterial,
              label: { ...target.label, fingerprint, wrappedAt: now().toISOString() },
            })
          : encryptedKeyMaterial,
      );
      terminal.result(out);
      terminal.progress(`wrapped with ${target.wrappingAlgorithm}; the material has the fingerprint ${fingerprint}`);
      return 0;
    });
  },
};

interface Target extends Pick<ImportParameters, 'wrappingKey'> {
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly label?: Pick<ImportParameters, 'keyArn' | 'wrappingAlgorithm' | 'wrappingKeyDigest'>;
}

async function readTarget({ values, now }: VerbContext): Promise<Target> {
  const [parametersFile, publicKeyFile] = [values.text('parameters'), values.text('public-key')];
  if ((parametersFile === undefined) === (publicKeyFile === undefined)) {
    throw new UsageError('give either --parameters FILE or --public-key FILE');
  }
  if (parametersFile !== undefined) {
    const parameters = parseImportParameters(
      (await readNamedFile(parametersFile, 'the import parameters')).toString(),
      parametersFile,
    );
    requireFresh(parameters, now());
    const { wrappingKey, keyArn, wrappingAlgorithm, wrappingKeyDigest } = parameters;
    return { wrappingKey, wrappingAlgorithm, label: { keyArn, wrappingAlgorithm, wrappingKeyDigest } };
  }
  if (!values.flag('raw')) throw new UsageError('--public-key needs --raw: the key it belongs to is not known');
  const wrappingKey = parseWrappingKey(await readNamedFile(publicKeyFile ?? '', 'the public key'));
  if (!wrappingKey) {
    throw new CliError(
      `'${publicKeyFile}' must hold an RSA public key in DER or PEM`,
      `decode it first: openssl enc -d -base64 -A -in ${publicKeyFile} -out PublicKey.bin`,
    );
  }
  return { wrappingKey, wrappingAlgorithm: readWrappingAlgorithm(values) };
}
