import { matchesWildcard } from '../../evaluation/pattern';
import { KMS_ACTIONS } from '../../kms-actions';
import { nearest } from '../../nearest';
import { type Rule } from '../rule';

export const unknownAction: Rule = {
  id: 'unknown-action',
  severity: 'warning',
  why: 'an action that KMS does not have allows nothing, and denies nothing',
  fix: 'mind the spelling; an action of another service has no place in a key policy',
  check: ({ statements }) =>
    statements.flatMap(statement =>
      [statement.Action ?? statement.NotAction ?? []]
        .flat()
        .filter(action => !isKnown(action))
        .map(action => {
          const meant = nearest(action, KMS_ACTIONS);
          return {
            statement,
            message: `names ${action}, which KMS does not have${meant ? `; did you mean ${meant}?` : ''}`,
          };
        }),
    ),
};

const NAMES = new Set(KMS_ACTIONS.map(action => action.toLowerCase()));

function isKnown(action: string): boolean {
  const name = action.toLowerCase();
  return NAMES.has(name) || (/[*?]/.test(name) && [...NAMES].some(known => matchesWildcard(name, known)));
}
