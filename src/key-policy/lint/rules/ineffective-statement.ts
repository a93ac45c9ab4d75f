import { type Rule } from '../rule';

export const ineffectiveStatement: Rule = {
  id: 'ineffective-statement',
  severity: 'error',
  why: 'KMS takes a statement without these and never applies it',
  fix: 'name the actions, and * as the resource, which in a key policy is this key',
  check: ({ statements }) =>
    statements.flatMap(statement => [
      ...(statement.Action === undefined && statement.NotAction === undefined
        ? [{ statement, message: 'has no action' }]
        : []),
      ...(statement.Resource === undefined && statement.NotResource === undefined
        ? [{ statement, message: 'has no resource' }]
        : []),
      ...(statement.Principal === undefined && statement.NotPrincipal === undefined
        ? [{ statement, message: 'has no principal' }]
        : []),
    ]),
};
