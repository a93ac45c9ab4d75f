import { lint } from '../../key-policy/lint/lint';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import type { Verb } from '../verb';
import { DESIRED_POLICY_OPTIONS, DESIRED_POLICY_OPTIONS_HELP, planDesired, requireMergeable } from './desired-policy';
import { readAccepted } from './lint';
import { readSource, SOURCE_HELP, SOURCE_OPTIONS, SOURCE_OPTIONS_HELP } from './policy-source';
import { PUT_OPTIONS, PUT_OPTIONS_HELP, putOnKey } from './put-on-key';

/** `policy apply` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table policy apply SOURCE --key-id KEY [options]

Puts a policy on a key. Shows what changes, with the key, the caller, the digests of both policies and the linter's
verdict, and asks. Saves the current policy first, and reads back what it put. Refuses a policy with lint errors, one
that nobody could change again, one that shuts you out, and a cdk.out that names other keys only. Waits up to a minute
for roles that KMS does not know yet.

${SOURCE_HELP}

Options:
${DESIRED_POLICY_OPTIONS_HELP}
  --accept RULE              A lint rule whose findings are intended; may be repeated.
${PUT_OPTIONS_HELP}
${SOURCE_OPTIONS_HELP}
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table policy apply cdk.out --key-id alias/orders --dry-run`,

  options: {
    ...AWS_OPTIONS,
    ...SOURCE_OPTIONS,
    ...DESIRED_POLICY_OPTIONS,
    ...PUT_OPTIONS,
    accept: { type: 'string', multiple: true },
  },
  maxPositionals: 1,

  run: async context => {
    const keyId = context.values.required('key-id');
    const accept = readAccepted(context);
    const { document, app } = await readSource(context);
    requireMergeable(context, document);
    const ours = new Set([document.Statement].flat().map(({ Sid }) => Sid));
    return putOnKey(context, {
      keyId,
      ...(app && { app }),
      plan: (current, account) => planDesired(context, document, current, account),
      check: (planned, account) =>
        lint(planned, { account, accept }).filter(
          ({ statement }) => context.values.flag('replace') || statement === undefined || ours.has(statement),
        ),
    });
  },
};
