import { readAdmission } from './admission';
import { PUT_OPTIONS, PUT_OPTIONS_HELP, putOnKey } from './put-on-key';
import { constructOf, MANAGER } from '../../key-policy/ownership';
import type { PolicyDocument, Statement } from '../../key-policy/statement';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { UsageError } from '../cli-error';
import type { Verb } from '../verb';

/** `policy admit` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table policy admit DIRECTORY --key-id KEY [options]

Lets the key policy manager of an app into a key that leaves nothing to IAM, before the app is deployed for the first
time. DIRECTORY is what CDK synthesised into (cdk.out). One statement is added, pinned to the ARN of the manager's role,
which need not exist yet. The deployment replaces it. Shows what changes, and asks. Saves the current policy first, and
reads back what it put.

Options:
  --key-id KEY               The key: id, ARN or alias.
  --construct NAME           Which construct, if CDK synthesised several.
${PUT_OPTIONS_HELP}
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table policy admit cdk.out --key-id alias/orders`,

  options: {
    ...AWS_OPTIONS,
    'key-id': { type: 'string' },
    construct: { type: 'string' },
    ...PUT_OPTIONS,
  },
  maxPositionals: 1,

  run: async context => {
    const keyId = context.values.required('key-id');
    const [directory] = context.positionals;
    if (directory === undefined) throw new UsageError('missing DIRECTORY: what CDK synthesised into, such as cdk.out');
    const { statement, keyArns } = await readAdmission(directory, context.values.text('construct'));
    return putOnKey(context, {
      keyId,
      app: { directory, keyArns },
      plan: current => admit(current, statement),
      check: () => [],
    });
  },
};

/** The policy with the statement, unless the manager is in it by name already. */
function admit(current: PolicyDocument, admission: Statement): PolicyDocument {
  const statements = [current.Statement].flat();
  const named = `${constructOf(admission)} ${MANAGER}`;
  if (statements.some(({ Sid }) => Sid === named)) return current;
  return { ...current, Statement: [...statements.filter(({ Sid }) => Sid !== admission.Sid), admission] };
}
