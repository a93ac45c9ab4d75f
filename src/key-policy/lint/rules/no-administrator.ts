import { findAdministrators } from '../../evaluation/administrators';
import { type Rule } from '../rule';

export const noAdministrator: Rule = {
  id: 'no-administrator',
  severity: 'error',
  why: 'a key whose policy nobody can put is lost to its owners: only AWS Support can change it',
  fix: 'name at least one role of the account that may call kms:PutKeyPolicy, or let the root user do so',
  check: ({ document }, context) =>
    findAdministrators(document, context.account).next().done ? [{ message: 'nobody can put the next policy' }] : [],
};
