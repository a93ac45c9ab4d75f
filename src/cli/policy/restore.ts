import { text } from 'node:stream/consumers';
import type { PolicyDocument } from '../../key-policy/statement';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { UsageError } from '../cli-error';
import { readNamedFile } from '../read-file';
import type { Verb, VerbContext } from '../verb';
import { readSource } from './policy-source';
import { type Intent, PUT_OPTIONS, PUT_OPTIONS_HELP, putOnKey } from './put-on-key';
import { readReplacedPolicy } from './replaced-policy';

/** `policy restore` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table policy restore FILE --key-id KEY [options]
  encrypted-queue-to-table policy restore --from-log FILE --key-id KEY [options]

Puts back the policy that apply saved, or the one that a deployment replaced, as it was, even if lint finds errors in
it. Shows what changes, and asks. Refuses a policy that nobody could change again, and one that shuts you out. Saves the
policy it replaces in a file too.

Options:
  --key-id KEY               The key: id, ARN or alias.
  --from-log FILE            Lines of the key policy manager's log, or - for standard input. They hold the policy that a deployment replaced.
  --digest DIGEST            Which one, if the log holds several: the output ReplacedKeyPolicy of the stack has it.
${PUT_OPTIONS_HELP}
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table policy restore key-policy-2026-01-31T10-00-00-000Z.json --key-id alias/orders`,

  options: {
    ...AWS_OPTIONS,
    ...PUT_OPTIONS,
    'key-id': { type: 'string' },
    'from-log': { type: 'string' },
    digest: { type: 'string' },
  },
  maxPositionals: 1,

  run: async context => {
    const keyId = context.values.required('key-id');
    const { document, app } = await readKept(context);
    return putOnKey(context, { keyId, ...(app && { app }), plan: () => document, check: () => [] });
  },
};

async function readKept(context: VerbContext): Promise<{ document: PolicyDocument } & Pick<Intent, 'app'>> {
  const { values, positionals, terminal } = context;
  const [log, digest] = [values.text('from-log'), values.text('digest')];
  if ((log === undefined) === (positionals.length === 0)) {
    throw new UsageError('give either FILE, the policy that apply saved, or --from-log FILE');
  }
  if (log === undefined) {
    if (digest !== undefined) throw new UsageError('--digest is for --from-log');
    return readSource(context);
  }
  const lines = log === '-' ? await text(terminal.streams.stdin) : (await readNamedFile(log, 'the log')).toString();
  return { document: readReplacedPolicy(lines, log === '-' ? 'standard input' : `'${log}'`, digest) };
}
