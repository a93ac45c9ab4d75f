import { USE_ACTIONS } from '../../key-actions';
import { ask } from '../question';
import { type Rule } from '../rule';

/** A call that a service makes for somebody of another account. */
const FOR_A_STRANGER = {
  'aws:SourceArn': 'arn:aws:sns:eu-west-1:999999999999:any-topic',
  'aws:SourceAccount': '999999999999',
  'kms:EncryptionContext:aws:sqs:arn': 'arn:aws:sqs:eu-west-1:999999999999:any-queue',
  'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::any-bucket',
  'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-west-1:999999999999:log-group:any-group',
  'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:eu-west-1:999999999999:trail/any-trail',
};

export const serviceWithoutSource: Rule = {
  id: 'service-without-source',
  severity: 'warning',
  why: "a service acts for every customer: without a source anybody's topic, bucket or rule can make it use the key",
  fix: 'add ArnEquals aws:SourceArn and StringEquals aws:SourceAccount',
  check: (policy, context) =>
    ask(policy, context, {
      of: ['service'],
      actions: USE_ACTIONS,
      given: FOR_A_STRANGER,
      without: ['aws:SourceOrgID', 'aws:SourceOrgPaths'],
    }).map(({ statement, subject, call }) => ({
      statement,
      call,
      message: `lets ${subject.name} use the key for anybody`,
    })),
};
