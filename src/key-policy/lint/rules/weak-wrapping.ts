import { ask } from '../question';
import { type Rule } from '../rule';

export const weakWrapping: Rule = {
  id: 'weak-wrapping',
  severity: 'warning',
  why: 'the wrapping is all that protects the key material on its way; SHA-1 and RSA 2048 are the weakest that KMS still takes',
  fix: 'add StringEquals kms:WrappingAlgorithm RSAES_OAEP_SHA_256 and kms:WrappingKeySpec RSA_4096',
  check: (policy, context) => {
    const weak = WEAK.flatMap(given =>
      ask(policy, context, {
        of: ['identity', 'account', 'organization'],
        actions: ['kms:GetParametersForImport'],
        given,
      }),
    );
    const first = weak.filter(
      ({ statement, subject }, index) =>
        weak.findIndex(other => other.statement === statement && other.subject === subject) === index,
    );
    return first.map(({ statement, subject, call }) => ({
      statement,
      call,
      message: `lets ${subject.name} fetch a wrapping key of any strength`,
    }));
  },
};

const WEAK = [
  { 'kms:WrappingAlgorithm': 'RSAES_OAEP_SHA_1', 'kms:WrappingKeySpec': 'RSA_4096' },
  { 'kms:WrappingAlgorithm': 'RSAES_OAEP_SHA_256', 'kms:WrappingKeySpec': 'RSA_2048' },
];
