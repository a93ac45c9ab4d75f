import { readWrapping, WRAPPING_OPTIONS, WRAPPING_OPTIONS_HELP } from './wrapping-options';
import { comparisonCodeOf } from '../../ceremony/comparison-code';
import { describeKey, requireImportable } from '../../ceremony/describe-key';
import { getParameters } from '../../ceremony/get-parameters';
import { renderImportParameters } from '../../ceremony/import-parameters';
import { requireNoFile, writeNewFile } from '../../ceremony/new-file';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { withClients } from '../clients';
import type { Verb } from '../verb';

/** `key parameters` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key parameters --key-id KEY --out FILE [options]

Gets the wrapping public key and the import token of a key, and writes both into one file. They belong
together and live 24 hours. Nothing in the file is secret: carry it to the machine that wraps.

Options:
  --key-id KEY               Id, ARN or alias of a key of origin EXTERNAL.
  --out FILE                 Where the import parameters go.
${WRAPPING_OPTIONS_HELP}
  --dry-run                  Check the key, and get nothing.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key parameters --key-id alias/orders --out parameters.json`,

  options: {
    ...AWS_OPTIONS,
    ...WRAPPING_OPTIONS,
    'key-id': { type: 'string' },
    out: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },

  run: async context => {
    const { terminal, values } = context;
    const [keyId, out, wrapping] = [values.required('key-id'), values.required('out'), readWrapping(values)];
    requireNoFile(out);
    return withClients(context, keyId, async clients => {
      const key = await describeKey(clients.kms(), keyId);
      requireImportable(key);
      if (values.flag('dry-run')) {
        terminal.result(`would get ${wrapping.wrappingKeySpec} import parameters for ${key.Arn} into ${out}`);
        return 0;
      }
      const parameters = await getParameters(clients.kms(), key.Arn, wrapping);
      const text = renderImportParameters(parameters);
      await writeNewFile(out, text);
      terminal.result(out);
      terminal.progress(`comparison code ${comparisonCodeOf(text)}, public key ${parameters.wrappingKeyDigest}`);
      terminal.progress(`import parameters for ${key.Arn}, valid until ${parameters.validTo.toISOString()}`);
      return 0;
    });
  },
};
