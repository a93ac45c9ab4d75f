import { parseOperator } from '../../evaluation/operators';
import { conditions } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const unknownOperator: Rule = {
  id: 'unknown-operator',
  severity: 'error',
  why: 'KMS refuses a policy with an operator that IAM does not have',
  fix: 'write it as IAM does, such as StringEquals; a set operator goes before it, IfExists after it',
  check: ({ statements }) =>
    statements.flatMap(statement =>
      conditions(statement)
        .filter(({ operator }) => parseOperator(operator) === undefined)
        .map(({ operator }) => ({ statement, message: `uses the operator ${operator}, which IAM does not have` })),
    ),
};
