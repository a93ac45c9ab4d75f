import { accountOf, roleOf } from '../../evaluation/request';
import { USE_ACTIONS } from '../../key-actions';
import { ask } from '../question';
import { type Rule } from '../rule';
import { type Subject } from '../subjects';

export const adminCanUse: Rule = {
  id: 'admin-can-use',
  severity: 'error',
  why: 'who decides over the key should not read what it protects: one stolen session would do both',
  fix: 'give administration and use to different roles',
  check: (policy, context) => {
    const admins = new Set(
      ask(policy, context, { of: ['identity'], actions: ['kms:PutKeyPolicy'] }).map(({ subject }) =>
        roleBehind(subject.principal),
      ),
    );
    const isAdmin = ({ principal }: Subject) => admins.has(roleBehind(principal));
    return ask(policy, context, { of: ['identity'], actions: USE_ACTIONS, who: isAdmin }).map(
      ({ statement, subject, call }) => ({
        statement,
        call,
        message: `lets ${subject.name} call ${call.action}, and ${subject.name} may also put the policy`,
      }),
    );
  },
};

/** Who is behind a session: a role, without the path that no session shows. */
export function roleBehind(principal: string): string {
  return `${accountOf(principal)} ${roleOf(principal).split('/').at(-1)}`;
}
