import { coversAction } from '../../evaluation/match';
import { asksFor } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const contextOnDescribe: Rule = {
  id: 'context-on-describe',
  severity: 'warning',
  why: 'kms:DescribeKey carries no encryption context, so a statement that asks for one never allows it',
  fix: 'allow kms:DescribeKey in a statement of its own',
  check: ({ statements }) =>
    statements
      .filter(
        statement =>
          statement.Effect === 'Allow' &&
          asksFor(statement, 'kms:EncryptionContext:') &&
          coversAction(statement, 'kms:DescribeKey'),
      )
      .map(statement => ({ statement, message: 'never allows kms:DescribeKey' })),
};
