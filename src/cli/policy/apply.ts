import { lint } from '../../key-policy/lint/lint';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import type { Verb } from '../verb';
import { DESIRED_POLICY_OPTIONS, DESIRED_POLICY_OPTIONS_HELP, planDesired, requireMergeable } from './desired-policy';
import { readAccepted } from './lint';
import { readSource, SOURCE_HELP, SOURCE_OPTIONS, SOURCE_OPTIONS_HELP } from './policy-source';
import { putOnKey } from './put-on-key';

/** `policy apply` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table policy apply SOURCE --key-id KEY [options]

Puts a policy on a key. Saves the current policy first, refuses a policy with lint errors or one that nobody could
change again, and reads back what it put. Waits up to a minute for roles that KMS does not know yet.

${SOURCE_HELP}

Options:
${DESIRED_POLICY_OPTIONS_HELP}
  --backup FILE              Where to save the current policy. [default: key-policy-TIME.json]
  --accept RULE              A lint rule whose findings are intended; may be repeated.
  --dry-run                  Show what would change, and change nothing.
${SOURCE_OPTIONS_HELP}
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table policy apply cdk.out --key-id alias/orders --dry-run`,

  options: {
    ...AWS_OPTIONS,
    ...SOURCE_OPTIONS,
    ...DESIRED_POLICY_OPTIONS,
    backup: { type: 'string' },
    accept: { type: 'string', multiple: true },
    'dry-run': { type: 'boolean' },
  },
  maxPositionals: 1,

  run: async context => {
    const keyId = context.values.required('key-id');
    const accept = readAccepted(context);
    const { document } = await readSource(context);
    requireMergeable(context, document);
    const ours = new Set([document.Statement].flat().map(({ Sid }) => Sid));
    return putOnKey(context, {
      keyId,
      plan: (current, account) => planDesired(context, document, current, account),
      check: (planned, account) =>
        lint(planned, { account, accept }).filter(
          ({ statement }) => context.values.flag('replace') || statement === undefined || ours.has(statement),
        ),
    });
  },
};
