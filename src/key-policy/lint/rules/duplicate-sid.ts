import { type Rule } from '../rule';

export const duplicateSid: Rule = {
  id: 'duplicate-sid',
  severity: 'warning',
  why: 'a Sid names one statement: with two of a name nobody knows which one a change is about',
  fix: 'rename or merge them',
  check: ({ statements }) =>
    statements
      .filter(({ Sid }, index) => Sid !== undefined && statements.findIndex(other => other.Sid === Sid) < index)
      .map(statement => ({ statement, message: 'is there twice' })),
};
