import { allowed, asksFor, identities } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const noViaService: Rule = {
  id: 'no-via-service',
  severity: 'error',
  why: 'without it the role can call KMS itself, on any ciphertext it comes by, past the queue and the table and their policies',
  fix: 'add StringEquals kms:ViaService with the service the role uses the key through',
  check: ({ statements }) =>
    statements
      .filter(statement => !asksFor(statement, 'kms:ViaService'))
      .flatMap(statement => {
        const action = allowed(statement);
        return action === undefined
          ? []
          : identities(statement).map(identity => ({
              statement,
              message: `lets ${identity} call ${action} without a service`,
            }));
      }),
};
