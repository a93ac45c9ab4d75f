import { allowed, asksFor, principals } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const serviceWithoutSource: Rule = {
  id: 'service-without-source',
  severity: 'warning',
  why: "a service acts for every customer: without a source anybody's topic, bucket or rule can make it use the key",
  fix: 'add ArnEquals aws:SourceArn and StringEquals aws:SourceAccount',
  check: ({ statements }) =>
    statements
      .filter(
        statement =>
          allowed(statement) && !asksFor(statement, 'aws:SourceArn', 'aws:SourceAccount', 'kms:EncryptionContext:'),
      )
      .flatMap(statement =>
        principals(statement, 'Service').map(service => ({
          statement,
          message: `lets ${service} use the key for anybody`,
        })),
      ),
};
