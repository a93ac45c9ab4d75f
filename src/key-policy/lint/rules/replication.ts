import { ask } from '../question';
import { type Rule } from '../rule';

export const replication: Rule = {
  id: 'replication',
  severity: 'warning',
  why: 'a replica in another Region has a policy of its own, which its maker writes',
  fix: 'allow it for as long as it takes to replicate, then to nobody',
  check: (policy, context) =>
    ask(policy, context, { of: ['identity', 'account', 'organization'], actions: ['kms:ReplicateKey'] }).map(
      ({ statement, subject, call }) => ({
        statement,
        call,
        message: `lets ${subject.name} make a replica of the key, under another policy`,
      }),
    ),
};
