import type { WrappingChoice } from '../../ceremony/get-parameters';
import {
  WRAPPING_ALGORITHMS,
  WRAPPING_KEY_SPECS,
  type WrappingAlgorithm,
  type WrappingKeySpec,
} from '../../ceremony/wrap';
import { UsageError } from '../cli-error';
import type { OptionValues, VerbOptions } from '../options';

export const WRAPPING_OPTIONS = {
  'wrapping-algorithm': { type: 'string' },
  'wrapping-key-spec': { type: 'string' },
  'allow-sha1': { type: 'boolean' },
} as const satisfies VerbOptions;

export const WRAPPING_OPTIONS_HELP = `\
  --wrapping-algorithm NAME  RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1. [default: RSAES_OAEP_SHA_256]
  --wrapping-key-spec NAME   RSA_4096, RSA_3072 or RSA_2048. [default: RSA_4096]
  --allow-sha1               Let RSAES_OAEP_SHA_1 be chosen, for an HSM that knows no other.`;

/** What `--wrapping-algorithm` and `--wrapping-key-spec` chose. */
export function readWrapping(values: OptionValues): WrappingChoice {
  return { wrappingAlgorithm: readWrappingAlgorithm(values), wrappingKeySpec: readWrappingKeySpec(values) };
}

export function readWrappingAlgorithm(values: OptionValues): WrappingAlgorithm {
  const algorithm = values.text('wrapping-algorithm') ?? 'RSAES_OAEP_SHA_256';
  if (!Object.hasOwn(WRAPPING_ALGORITHMS, algorithm)) {
    const rule = `--wrapping-algorithm must be ${Object.keys(WRAPPING_ALGORITHMS).join(' or ')}, got '${algorithm}'`;
    throw new UsageError(rule, HINTS[algorithm]);
  }
  if (algorithm === 'RSAES_OAEP_SHA_1' && !values.flag('allow-sha1')) {
    throw new UsageError(
      'RSAES_OAEP_SHA_1 needs --allow-sha1',
      'leave --wrapping-algorithm out to wrap with RSAES_OAEP_SHA_256',
    );
  }
  return algorithm as WrappingAlgorithm;
}

function readWrappingKeySpec(values: OptionValues): WrappingKeySpec {
  const spec = values.text('wrapping-key-spec') ?? 'RSA_4096';
  if (!Object.hasOwn(WRAPPING_KEY_SPECS, spec)) {
    throw new UsageError(`--wrapping-key-spec must be ${Object.keys(WRAPPING_KEY_SPECS).join(', ')}, got '${spec}'`);
  }
  return spec as WrappingKeySpec;
}

const HINTS: Record<string, string | undefined> = {
  RSAES_PKCS1_V1_5: 'KMS ended its support on 10 October 2023',
  RSA_AES_KEY_WRAP_SHA_1: 'KMS takes it for RSA and elliptic curve keys, not for a symmetric key',
  RSA_AES_KEY_WRAP_SHA_256: 'KMS takes it for RSA and elliptic curve keys, not for a symmetric key',
};
