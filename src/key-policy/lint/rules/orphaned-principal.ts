import { isOrphan, principals } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const orphanedPrincipal: Rule = {
  id: 'orphaned-principal',
  severity: 'warning',
  why: 'KMS shows a deleted role or user by its unique id; a new one of the same name has no access, and KMS may refuse to take the text back',
  fix: 'name the role again if it was made anew, or remove the statement',
  check: ({ statements }) =>
    statements.flatMap(statement =>
      principals(statement)
        .filter(isOrphan)
        .map(principal => ({ statement, message: `names ${principal}, which no longer exists` })),
    ),
};
