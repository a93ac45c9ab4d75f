import { CeremonyError } from './ceremony-error';
import type { ImportParameters } from './import-parameters';
import { parseTexts } from './parse-json';
import { modulusBits } from './wrap';

const FORMAT = 'encrypted-queue-to-table/wrapped-key-material/1';

/**
 * Key material on its way to KMS: wrapped, and marked with the wrapping key it belongs to where this tool did the
 * wrapping.
 */
export interface WrappedMaterial {
  readonly encryptedKeyMaterial: Buffer;
  /** Missing from what openssl or an HSM wrapped: such a file is the bare ciphertext. */
  readonly label?: {
    readonly keyArn: string;
    readonly wrappingAlgorithm: string;
    readonly wrappingKeyDigest: string;
    readonly fingerprint: string;
    readonly wrappedAt: string;
  };
}

export function renderWrappedMaterial({ encryptedKeyMaterial, label }: Required<WrappedMaterial>): string {
  return `${JSON.stringify({ format: FORMAT, ...label, encryptedKeyMaterial: encryptedKeyMaterial.toString('base64') }, undefined, 2)}\n`;
}

/** Reads what `key wrap` wrote, or the bare ciphertext of openssl or an HSM. */
export function parseWrappedMaterial(content: Buffer, source: string): WrappedMaterial {
  if (content[0] !== '{'.charCodeAt(0) || content.includes(0)) return { encryptedKeyMaterial: content };
  const { format, encryptedKeyMaterial, ...label } = parseTexts(content.toString(), source);
  const { keyArn, wrappingAlgorithm, wrappingKeyDigest, fingerprint, wrappedAt } = label;
  if (
    format !== FORMAT ||
    !encryptedKeyMaterial ||
    !keyArn ||
    !wrappingAlgorithm ||
    !wrappingKeyDigest ||
    !fingerprint ||
    !wrappedAt
  ) {
    throw new CeremonyError(
      `'${source}' is not a file of wrapped key material`,
      'make it with: encrypted-queue-to-table key wrap',
    );
  }
  return {
    encryptedKeyMaterial: Buffer.from(encryptedKeyMaterial, 'base64'),
    label: { keyArn, wrappingAlgorithm, wrappingKeyDigest, fingerprint, wrappedAt },
  };
}

/**
 * Throws when the wrapped material and the import parameters do not belong together, as far as that can be seen without
 * KMS.
 */
export function requireMatch({ encryptedKeyMaterial, label }: WrappedMaterial, parameters: ImportParameters): void {
  const again = 'wrap again with these parameters, or import with the parameters it was wrapped for';
  if (label && label.keyArn !== parameters.keyArn) {
    throw new CeremonyError(
      `the material was wrapped for key ${label.keyArn}, the parameters are for ${parameters.keyArn}`,
      again,
    );
  }
  if (
    label &&
    (label.wrappingKeyDigest !== parameters.wrappingKeyDigest ||
      label.wrappingAlgorithm !== parameters.wrappingAlgorithm)
  ) {
    throw new CeremonyError('the material was wrapped with the public key of other import parameters', again);
  }
  const bytes = modulusBits(parameters.wrappingKey) / 8;
  if (encryptedKeyMaterial.length !== bytes) {
    throw new CeremonyError(
      `material wrapped with ${parameters.wrappingKeySpec} must be ${bytes} bytes, got ${encryptedKeyMaterial.length}`,
      again,
    );
  }
}
