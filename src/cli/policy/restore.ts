import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { UsageError } from '../cli-error';
import type { Verb } from '../verb';
import { readSource } from './policy-source';
import { putPolicy } from './put-policy';

/** `policy restore` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table policy restore FILE --key-id KEY [options]

Puts back the policy that apply kept, as it was, whatever lint thinks of it; only not where it would leave nobody in
charge. Keeps the one it replaces in a file too.

Options:
  --key-id KEY               The key: id, ARN or alias.
  --backup FILE              File for the policy of before. [default: key-policy-TIME.json]
  --dry-run                  Show what would change, and change nothing.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table policy restore key-policy-2026-01-31T10-00-00-000Z.json --key-id alias/orders`,

  options: { ...AWS_OPTIONS, 'key-id': { type: 'string' }, backup: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  maxPositionals: 1,

  run: async context => {
    const keyId = context.values.required('key-id');
    if (context.positionals.length === 0) throw new UsageError('missing FILE: what apply kept');
    const { document } = await readSource(context);
    return putPolicy(context, { keyId, plan: () => document, check: () => [] });
  },
};
