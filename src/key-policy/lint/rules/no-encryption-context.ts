import { USE_ACTIONS } from '../../key-actions';
import { ask } from '../question';
import { type Rule } from '../rule';
import { isAboutAnotherThing, isQueueOrTable, serviceOf } from '../through';

/** What SQS and DynamoDB say of a queue and a table that no policy names. */
const ANOTHER_QUEUE_AND_TABLE = {
  'kms:EncryptionContext:aws:sqs:arn': 'arn:aws:sqs:eu-west-1:999999999999:another-queue',
  'kms:EncryptionContext:aws:dynamodb:tableName': 'another-table',
  'kms:EncryptionContext:aws:dynamodb:subscriberId': '999999999999',
};

export const noEncryptionContext: Rule = {
  id: 'no-encryption-context',
  severity: 'warning',
  why: 'the encryption context says which queue or table it is about: without it the role can use the key for every other one too',
  fix: 'add StringEquals kms:EncryptionContext:aws:sqs:arn, or :aws:dynamodb:tableName and :aws:dynamodb:subscriberId',
  check: (policy, context) =>
    ask(policy, context, {
      of: ['identity', 'account', 'organization'],
      actions: USE_ACTIONS,
      given: ANOTHER_QUEUE_AND_TABLE,
    })
      .filter(({ call }) => isQueueOrTable(serviceOf(call) ?? 'sqs.') && !isAboutAnotherThing(call))
      .map(({ statement, subject, call }) => ({
        statement,
        call,
        message: `lets ${subject.name} call ${call.action} for any queue or table`,
      })),
};
