import { asksFor, principals } from '../../evaluation/reading';
import { type Rule } from '../rule';

const LIMITS = [
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:PrincipalOrgID',
  'aws:PrincipalOrgPaths',
  'aws:SourceAccount',
  'aws:SourceArn',
  'kms:CallerAccount',
];

export const principalEveryone: Rule = {
  id: 'principal-everyone',
  severity: 'error',
  why: 'a principal of * is everyone in every AWS account, not everyone in yours',
  fix: 'name the roles one by one',
  check: ({ statements }) =>
    statements
      .filter(statement => statement.Effect === 'Allow' && !asksFor(statement, ...LIMITS))
      .flatMap(statement => {
        if (statement.NotPrincipal !== undefined) return [{ statement, message: 'allows everyone but those it names' }];
        return principals(statement)
          .filter(principal => principal.includes('*'))
          .map(principal => ({ statement, message: `allows ${principal}` }));
      }),
};
