import { allowed, asksFor, identities } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const noEncryptionContext: Rule = {
  id: 'no-encryption-context',
  severity: 'warning',
  why: 'the encryption context says which queue or table it is about: without it the role can use the key for every other one too',
  fix: 'add StringEquals kms:EncryptionContext:aws:sqs:arn, or :aws:dynamodb:tableName and :aws:dynamodb:subscriberId',
  check: ({ statements }) =>
    statements
      .filter(statement => !asksFor(statement, 'kms:EncryptionContext:'))
      .flatMap(statement => {
        const action = allowed(statement);
        return action === undefined
          ? []
          : identities(statement).map(identity => ({
              statement,
              message: `lets ${identity} call ${action} for any queue or table`,
            }));
      }),
};
