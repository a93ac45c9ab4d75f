import { coversAction } from '../../evaluation/match';
import { type Statement } from '../../statement';
import { ask, type Question } from '../question';
import { type Rule } from '../rule';

const DESCRIPTION: Question = {
  of: ['identity', 'iam', 'account', 'organization', 'everyone', 'service'],
  actions: ['kms:DescribeKey'],
};

export const contextOnDescribe: Rule = {
  id: 'context-on-describe',
  severity: 'warning',
  why: 'kms:DescribeKey carries no encryption context, so a statement that asks for one never allows it',
  fix: 'allow kms:DescribeKey in a statement of its own',
  check: (policy, context) => {
    if (!policy.statements.some(speaksOfContext)) return [];
    const withoutContext = ask(policy, context, {
      ...DESCRIPTION,
      without: ['kms:EncryptionContext:', 'kms:EncryptionContextKeys'],
    });
    const allowing = new Set(withoutContext.map(({ statement }) => statement));
    const meant = new Set(ask(policy, context, DESCRIPTION).map(({ statement }) => statement));
    return [...meant]
      .filter(statement => !allowing.has(statement))
      .map(statement => ({ statement, message: 'never allows kms:DescribeKey' }));
  },
};

const speaksOfContext = (statement: Statement): boolean =>
  coversAction(statement, 'kms:DescribeKey') && /kms:encryptioncontext/i.test(JSON.stringify(statement));
