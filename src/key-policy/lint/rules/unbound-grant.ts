import { allowed, asksForTrue, identities } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const unboundGrant: Rule = {
  id: 'unbound-grant',
  severity: 'error',
  why: 'whoever may create a grant can give the key to themselves or anybody, past the policy and without a trace in it',
  fix: 'allow kms:CreateGrant only with Bool kms:GrantIsForAWSResource true, or to nobody',
  check: ({ statements }) =>
    statements
      .filter(
        statement => allowed(statement, ['kms:CreateGrant']) && !asksForTrue(statement, 'kms:GrantIsForAWSResource'),
      )
      .flatMap(statement =>
        identities(statement).map(identity => ({
          statement,
          message: `lets ${identity} grant the key to anybody with kms:CreateGrant`,
        })),
      ),
};
