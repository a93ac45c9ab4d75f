import { allowed } from '../../evaluation/reading';
import { type Rule } from '../rule';

export const nobodyImports: Rule = {
  id: 'nobody-imports',
  severity: 'warning',
  why: 'when the material expires or is deleted, nobody can import it again until an administrator changes the policy',
  fix: 'let a custodian call kms:GetParametersForImport and kms:ImportKeyMaterial',
  check: ({ statements }) =>
    ['kms:GetParametersForImport', 'kms:ImportKeyMaterial']
      .filter(action => !statements.some(statement => allowed(statement, [action])))
      .map(action => ({ message: `nobody may call ${action}` })),
};
