import { lint } from '../../key-policy/lint/lint';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import type { Verb } from '../verb';
import { planFor, WISH_OPTIONS, WISH_OPTIONS_HELP, wishOf } from './desired-policy';
import { readAccepted } from './lint';
import { readSource, SOURCE_HELP, SOURCE_OPTIONS, SOURCE_OPTIONS_HELP } from './policy-source';
import { putPolicy } from './put-policy';

/** `policy apply` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table policy apply SOURCE --key-id KEY [options]

Puts a policy on a key: keeps the one before in a file, refuses what lint calls an error or what would leave nobody
in charge, and reads back what it put. Waits up to a minute for roles that KMS does not see yet.

${SOURCE_HELP}

Options:
${WISH_OPTIONS_HELP}
  --backup FILE              File for the policy of before. [default: key-policy-TIME.json]
  --accept RULE              A lint rule whose findings are intended; may be repeated.
  --dry-run                  Show what would change, and change nothing.
${SOURCE_OPTIONS_HELP}
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table policy apply cdk.out --key-id alias/orders --dry-run`,

  options: {
    ...AWS_OPTIONS,
    ...SOURCE_OPTIONS,
    ...WISH_OPTIONS,
    backup: { type: 'string' },
    accept: { type: 'string', multiple: true },
    'dry-run': { type: 'boolean' },
  },
  maxPositionals: 1,

  run: async context => {
    const keyId = context.values.required('key-id');
    const accept = readAccepted(context);
    const { document } = await readSource(context);
    const wish = wishOf(context, document);
    const ours = new Set(wish.statements.map(({ Sid }) => Sid));
    return putPolicy(context, {
      keyId,
      plan: current => planFor(current, wish, document),
      check: planned =>
        lint(planned, { accept }).filter(
          ({ statement }) => wish.way === 'replace' || statement === undefined || ours.has(statement),
        ),
    });
  },
};
