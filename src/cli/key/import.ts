import { comparisonCodeOf, isCode } from '../../ceremony/comparison-code';
import { describeKey, requireImportable, waitForState } from '../../ceremony/describe-key';
import { parseExpiry } from '../../ceremony/expiry';
import { importMaterial } from '../../ceremony/import-material';
import { parseImportParameters, requireFresh } from '../../ceremony/import-parameters';
import { RSA_BLOCK_BYTES } from '../../ceremony/rsa-block-bytes';
import { parseWrappedMaterial, requireMatch } from '../../ceremony/wrapped-material';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { CliError, UsageError } from '../cli-error';
import { withClients } from '../clients';
import { inOptions } from '../in-options';
import { readNamedFile } from '../read-file';
import type { Verb, VerbContext } from '../verb';

/** `key import` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key import --parameters FILE --wrapped FILE [--expires WHEN] [options]
  encrypted-queue-to-table key import --key-id KEY --import-token FILE --wrapped FILE [--expires WHEN] [options]

Imports wrapped key material and waits until the key is enabled. A stale or mismatched pair of files is
refused before KMS is called. The same command brings the same material back after it expired or was deleted.

Options:
  --parameters FILE          What key parameters wrote.
  --wrapped FILE             What key wrap, openssl pkeyutl or an HSM wrote.
  --key-id KEY               Without --parameters: the key, by id or ARN.
  --import-token FILE        Without --parameters: the bare import token.
  --expect CODE              Refuse any other file: the comparison code that key wrap printed.
  --expires WHEN             never, days such as 90d, or a date; 365 days at most. [default: never]
  --new-material             Material this key never had: it then waits for rotation.
  --dry-run                  Check files and key, and import nothing.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key import --parameters parameters.json --wrapped wrapped.json --expires 365d`,

  options: {
    ...AWS_OPTIONS,
    parameters: { type: 'string' },
    wrapped: { type: 'string' },
    'key-id': { type: 'string' },
    'import-token': { type: 'string' },
    expect: { type: 'string' },
    expires: { type: 'string' },
    'new-material': { type: 'boolean' },
    'dry-run': { type: 'boolean' },
  },

  run: async context => {
    const { terminal, values, now } = context;
    const expires = inOptions(() => parseExpiry(values.text('expires') ?? 'never', now()));
    const { keyId, importToken, encryptedKeyMaterial, said } = await readFiles(context);
    return withClients(context, keyId, async clients => {
      const key = await describeKey(clients.kms(), keyId);
      requireImportable(key);
      const until = expires ? `until ${expires.toISOString()}` : 'without expiry';
      if (values.flag('dry-run')) {
        terminal.result(`would import into ${key.Arn}, ${until}`);
        return 0;
      }
      const type = values.flag('new-material') ? ('NEW_KEY_MATERIAL' as const) : undefined;
      const id = await importMaterial(clients.kms(), {
        keyArn: key.Arn,
        importToken,
        encryptedKeyMaterial,
        expires,
        type,
      });
      const { KeyState: state } = await waitForState(clients.kms(), key.Arn, ({ KeyState }) => KeyState === 'Enabled');
      terminal.result(id);
      terminal.progress(said);
      terminal.progress(`imported into ${key.Arn}, ${until}; the key is ${state}`);
      if (state !== 'Enabled') {
        throw new CliError(
          `key ${key.KeyId} is still ${state}`,
          `see which material it lacks: encrypted-queue-to-table key status --key-id ${key.Arn}`,
        );
      }
      return 0;
    });
  },
};

interface Files {
  readonly keyId: string;
  readonly importToken: Buffer;
  readonly encryptedKeyMaterial: Buffer;
  /** What somebody compares with the other machine. */
  readonly said: string;
}

async function readFiles({ values, now }: VerbContext): Promise<Files> {
  const [parametersFile, wrappedFile] = [values.text('parameters'), values.required('wrapped')];
  const wrappedContent = await readNamedFile(wrappedFile, 'the wrapped material');
  requireExpected(wrappedContent, wrappedFile, values.text('expect'));
  if (parametersFile === undefined) {
    return readBareFiles(values.text('key-id'), values.text('import-token'), wrappedFile, wrappedContent);
  }
  if (values.text('import-token') !== undefined) {
    throw new UsageError('--parameters and --import-token exclude each other');
  }
  const parameters = parseImportParameters(
    (await readNamedFile(parametersFile, 'the import parameters')).toString(),
    parametersFile,
  );
  requireFresh(parameters, now());
  const wrapped = parseWrappedMaterial(wrappedContent, wrappedFile);
  requireMatch(wrapped, parameters);
  const keyId = values.text('key-id');
  if (keyId !== undefined && keyId !== parameters.keyArn && !parameters.keyArn.endsWith(`/${keyId}`)) {
    throw new UsageError(`--key-id is ${keyId}, but the parameters are for ${parameters.keyArn}`);
  }
  return {
    keyId: parameters.keyArn,
    importToken: parameters.importToken,
    encryptedKeyMaterial: wrapped.encryptedKeyMaterial,
    said: describe(wrappedFile, wrappedContent, wrapped.label?.fingerprint),
  };
}

/** The files of the AWS CLI and openssl, which carry no labels to compare. */
async function readBareFiles(
  keyId: string | undefined,
  tokenFile: string | undefined,
  wrappedFile: string,
  wrappedContent: Buffer,
) {
  if (keyId === undefined || tokenFile === undefined) {
    throw new UsageError('missing --parameters FILE, or --key-id KEY with --import-token FILE');
  }
  const importToken = await readNamedFile(tokenFile, 'the import token');
  const { encryptedKeyMaterial, label } = parseWrappedMaterial(wrappedContent, wrappedFile);
  if (label && !label.keyArn.endsWith(keyId.split('/').pop() ?? keyId)) {
    throw new CliError(`the material was wrapped for key ${label.keyArn}, not for ${keyId}`);
  }
  if (!RSA_BLOCK_BYTES.includes(encryptedKeyMaterial.length)) {
    throw new CliError(
      `wrapped material must be ${RSA_BLOCK_BYTES.join(', ')} bytes, got ${encryptedKeyMaterial.length} ['${wrappedFile}']`,
    );
  }
  if (/^[A-Za-z0-9+/=\s]+$/.test(importToken.toString('latin1'))) {
    throw new CliError(
      `'${tokenFile}' is base64 text`,
      `decode it first: openssl enc -d -base64 -A -in ${tokenFile} -out ImportToken.bin`,
    );
  }
  const said = describe(wrappedFile, wrappedContent, label?.fingerprint);
  return { keyId, importToken, encryptedKeyMaterial, said };
}

/** Throws when the file is not the one that was made: whoever swaps it brings in material that they know. */
function requireExpected(content: Buffer, file: string, expected: string | undefined): void {
  if (expected === undefined || isCode(expected, comparisonCodeOf(content))) return;
  throw new CliError(
    `'${file}' has the comparison code ${comparisonCodeOf(content)}, not the one expected`,
    'do not import it: carry it again from the machine that made it',
  );
}

function describe(file: string, content: Buffer, fingerprint: string | undefined): string {
  const code = `comparison code of ${file}: ${comparisonCodeOf(content)}`;
  return fingerprint === undefined ? code : `${code}, fingerprint of the material ${fingerprint}`;
}
