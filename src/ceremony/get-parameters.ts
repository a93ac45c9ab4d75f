import { GetParametersForImportCommand } from '@aws-sdk/client-kms';
import { CeremonyError } from './ceremony-error';
import { type ImportParameters, wrappingKeyDigestOf } from './import-parameters';
import type { Kms } from './kms';
import { parseWrappingKey, type WrappingAlgorithm, type WrappingKeySpec } from './wrap';

export interface WrappingChoice {
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly wrappingKeySpec: WrappingKeySpec;
}

export const DEFAULT_WRAPPING: WrappingChoice = {
  wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
  wrappingKeySpec: 'RSA_4096',
};

/** Gets a wrapping public key and its import token, both good for 24 hours and for this key only. */
export async function getParameters(
  kms: Kms,
  keyArn: string,
  { wrappingAlgorithm, wrappingKeySpec }: WrappingChoice,
): Promise<ImportParameters> {
  const answer = await kms.send(
    new GetParametersForImportCommand({
      KeyId: keyArn,
      WrappingAlgorithm: wrappingAlgorithm,
      WrappingKeySpec: wrappingKeySpec,
    }),
  );
  const wrappingKey = parseWrappingKey(Buffer.from(answer.PublicKey ?? []));
  if (!wrappingKey || !answer.ImportToken || !answer.ParametersValidTo) {
    throw new CeremonyError('KMS answered without a wrapping public key and import token');
  }
  return {
    keyArn: answer.KeyId ?? keyArn,
    wrappingAlgorithm,
    wrappingKeySpec,
    wrappingKey,
    wrappingKeyDigest: wrappingKeyDigestOf(wrappingKey),
    importToken: Buffer.from(answer.ImportToken),
    validTo: answer.ParametersValidTo,
  };
}
