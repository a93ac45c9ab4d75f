import { type Rule } from '../rule';

export const actionWildcard: Rule = {
  id: 'action-wildcard',
  severity: 'warning',
  why: 'a wildcard allows what nobody thought of, and what KMS adds next year: kms:Create* is CreateGrant, kms:Put* is PutKeyPolicy',
  fix: 'spell every action out',
  check: ({ statements }) =>
    statements
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(statement => [
        ...(statement.NotAction === undefined
          ? []
          : [{ statement, message: 'allows every action but those it names' }]),
        ...[statement.Action ?? []]
          .flat()
          .filter(action => /[*?]/.test(action))
          .map(action => ({ statement, message: `allows ${action}` })),
      ]),
};
