import { accountOf } from '../../evaluation/request';
import { anySaysYes } from '../question';
import { type Rule } from '../rule';

export const nobodyImports: Rule = {
  id: 'nobody-imports',
  severity: 'warning',
  why: 'when the material expires or is deleted, nobody can import it again until an administrator changes the policy',
  fix: 'let a custodian call kms:GetParametersForImport and kms:ImportKeyMaterial',
  check: (policy, context) =>
    ['kms:GetParametersForImport', 'kms:ImportKeyMaterial']
      .filter(
        action =>
          !anySaysYes(policy, context, {
            of: ['identity', 'iam', 'account', 'organization', 'everyone'],
            actions: [action],
            // an ARN that only CloudFormation knows, as synthesis sees it, has no account yet
            who: ({ kind, principal }) =>
              (accountOf(principal) ?? context.account) === context.account ||
              kind === 'organization' ||
              kind === 'everyone',
          }),
      )
      .map(action => ({ message: `nobody may call ${action}` })),
};
