import { conditions } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const conditionWildcard: Rule = {
  id: 'condition-wildcard',
  severity: 'warning',
  why: 'a wildcard lets in what is not there yet, and Security Hub takes a policy with one for public (KMS.5)',
  fix: 'write the value out: names and Region are known',
  check: ({ statements }) =>
    statements
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(statement =>
        conditions(statement).flatMap(({ operator, key, values }) =>
          /Like|^Arn/.test(operator)
            ? values
                .filter(value => /[*?]/.test(value))
                .map(value => ({ statement, message: `takes any ${key} like ${value}` }))
            : [],
        ),
      ),
};
