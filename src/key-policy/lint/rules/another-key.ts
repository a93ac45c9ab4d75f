import { parseArn, parseKeyArn } from '../../../arn';
import { matchesWildcard } from '../../evaluation/pattern';
import { type Rule } from '../rule';

export const anotherKey: Rule = {
  id: 'another-key',
  severity: 'error',
  why: 'a key policy is about its own key: a statement about anything else allows nothing, and denies nothing',
  fix: 'write * as the resource, which in a key policy is this key',
  check: ({ keyArn, statements }) => {
    const isThisKey = (resource: string) =>
      matchesWildcard(resource, keyArn) || (!parseKeyArn(keyArn) && parseArn(resource)?.service === 'kms');
    return statements
      .filter(({ Resource }) => Resource !== undefined && ![Resource].flat().some(isThisKey))
      .map(statement => ({
        statement,
        message: `is about ${[statement.Resource].flat().join(', ')}, not about the key`,
      }));
  },
};
