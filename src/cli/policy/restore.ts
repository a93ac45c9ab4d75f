import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { UsageError } from '../cli-error';
import type { Verb } from '../verb';
import { readSource } from './policy-source';
import { putOnKey } from './put-on-key';

/** `policy restore` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table policy restore FILE --key-id KEY [options]

Puts back the policy that apply saved, as it was, even if lint finds errors in it. Refuses a policy that nobody could
change again. Saves the policy it replaces in a file too.

Options:
  --key-id KEY               The key: id, ARN or alias.
  --backup FILE              Where to save the current policy. [default: key-policy-TIME.json]
  --dry-run                  Show what would change, and change nothing.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table policy restore key-policy-2026-01-31T10-00-00-000Z.json --key-id alias/orders`,

  options: { ...AWS_OPTIONS, 'key-id': { type: 'string' }, backup: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  maxPositionals: 1,

  run: async context => {
    const keyId = context.values.required('key-id');
    if (context.positionals.length === 0) throw new UsageError('missing FILE: the policy that apply saved');
    const { document } = await readSource(context);
    return putOnKey(context, { keyId, plan: () => document, check: () => [] });
  },
};
