import { allowed, conditions, identities } from '../../evaluation/reading';
import { type Rule } from '../rule';

const asks = (key: string, values: readonly string[]) => (condition: ReturnType<typeof conditions>[number]) =>
  condition.operator === 'StringEquals' &&
  condition.key.toLowerCase() === key.toLowerCase() &&
  condition.values.every(value => values.includes(value));

export const weakWrapping: Rule = {
  id: 'weak-wrapping',
  severity: 'warning',
  why: 'the wrapping is all that protects the key material on its way; SHA-1 and RSA 2048 are the weakest that KMS still takes',
  fix: 'add StringEquals kms:WrappingAlgorithm RSAES_OAEP_SHA_256 and kms:WrappingKeySpec RSA_4096',
  check: ({ statements }) =>
    statements
      .filter(statement => allowed(statement, ['kms:GetParametersForImport']))
      .filter(
        statement =>
          !(
            conditions(statement).some(asks('kms:WrappingAlgorithm', ['RSAES_OAEP_SHA_256'])) &&
            conditions(statement).some(asks('kms:WrappingKeySpec', ['RSA_3072', 'RSA_4096']))
          ),
      )
      .flatMap(statement =>
        identities(statement).map(identity => ({
          statement,
          message: `lets ${identity} fetch a wrapping key of any strength`,
        })),
      ),
};
