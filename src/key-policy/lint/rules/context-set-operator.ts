import { conditions } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const contextSetOperator: Rule = {
  id: 'context-set-operator',
  severity: 'error',
  why: 'each encryption context key has one value, and KMS rejects ForAllValues on it as overly permissive',
  fix: 'use the operator without ForAllValues: or ForAnyValue:',
  check: ({ statements }) =>
    statements.flatMap(statement =>
      conditions(statement)
        .filter(
          ({ operator, key }) => /^For(All|Any)Values?:/.test(operator) && key.startsWith('kms:EncryptionContext:'),
        )
        .map(({ operator, key }) => ({ statement, message: `uses ${operator} on ${key}` })),
    ),
};
