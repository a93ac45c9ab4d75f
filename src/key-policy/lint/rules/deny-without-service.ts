import { asksFor, conditions, principals } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const denyWithoutService: Rule = {
  id: 'deny-without-service',
  severity: 'error',
  why: 'DynamoDB uses its grant as itself, without kms:ViaService: the deny would stop the table, not an attacker',
  fix: 'add Bool aws:PrincipalIsAWSService false, or rely on what is not allowed',
  check: ({ statements }) =>
    statements
      .filter(
        statement =>
          statement.Effect === 'Deny' &&
          principals(statement).includes('*') &&
          !asksFor(statement, 'aws:PrincipalIsAWSService'),
      )
      .filter(statement =>
        conditions(statement).some(
          ({ operator, key }) => operator.includes('Not') && key.toLowerCase() === 'kms:viaservice',
        ),
      )
      .map(statement => ({
        statement,
        message: 'denies everyone who does not come through a service, DynamoDB itself included',
      })),
};
