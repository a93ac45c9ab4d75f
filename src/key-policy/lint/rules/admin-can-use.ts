import { allowed, identities } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const adminCanUse: Rule = {
  id: 'admin-can-use',
  severity: 'error',
  why: 'who decides over the key should not read what it protects: one stolen session would do both',
  fix: 'give administration and use to different roles',
  check: ({ statements }) => {
    const admins = new Set(
      statements.filter(statement => allowed(statement, ['kms:PutKeyPolicy'])).flatMap(identities),
    );
    return statements.flatMap(statement => {
      const action = allowed(statement);
      const both = action === undefined ? [] : identities(statement).filter(identity => admins.has(identity));
      return both.map(identity => ({
        statement,
        message: `lets ${identity} call ${action}, and ${identity} may also put the policy`,
      }));
    });
  },
};
