import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { got } from './got';
import type { Problems } from './value-checks';

/** Statements for the policy of the key. */
export function checkStatements(prop: string, value: unknown): Problems {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [`'${prop}' must be a list of PolicyStatement, got ${got(value)}`];
  return value.flatMap((statement, index) => checkStatement(`${prop}[${index}]`, statement));
}

function checkStatement(prop: string, statement: unknown): Problems {
  if (!(statement instanceof PolicyStatement)) return [`'${prop}' must be a PolicyStatement, got ${got(statement)}`];
  return [
    ...(statement.hasPrincipal
      ? []
      : [`'${prop}' must have a principal: in the policy of a key it says who may do it`]),
    ...(statement.actions.length > 0 && statement.actions.every(action => /^kms:/.test(action))
      ? []
      : [`'${prop}' must have actions of KMS alone, got ${got(statement.actions)}`]),
  ];
}
