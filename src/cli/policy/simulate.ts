import { evaluate } from '../../key-policy/evaluation/evaluate';
import { accountOf } from '../../key-policy/evaluation/request';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { UsageError } from '../cli-error';
import { readNamedFile } from '../read-file';
import type { Verb, VerbContext } from '../verb';
import { type Deployment, readDeployment } from './assembly';
import { parsePolicy } from './parse-policy';
import { type FoundPolicy, readSource, SOURCE_HELP, SOURCE_OPTIONS, SOURCE_OPTIONS_HELP } from './policy-source';

/** `policy simulate` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table policy simulate SOURCE --principal ARN --action ACTION [options]

Says whether a call on the key would be allowed, by which statement, or what the nearest one wants. Decided here, by
the key policy and the identity policies at hand; grants, boundaries and organization policies are not looked at.
Exits with 3 if the answer is not the one expected.

${SOURCE_HELP}
From cdk.out, the managed policies of a role that the app creates count too.

Options:
  --principal ARN            Who calls: a role, user, session or root user, or a service such as sns.amazonaws.com.
  --action ACTION            Such as kms:Decrypt.
  --context KEY=VALUE        A condition key of the call, such as aws:MultiFactorAuthPresent=true; may be repeated.
  --identity FILE            An identity policy of the caller; may be repeated.
  --key-id ARN               The key, for identity policies that name it. [default: the one SOURCE is about]
  --expect allowed|denied    [default: allowed]
  --json                     Print the decision as JSON.
${SOURCE_OPTIONS_HELP}
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table policy simulate cdk.out --action kms:Decrypt --expect denied \\
    --principal arn:aws:iam::111122223333:role/KeyAdmin`,

  options: {
    ...AWS_OPTIONS,
    ...SOURCE_OPTIONS,
    principal: { type: 'string' },
    action: { type: 'string' },
    context: { type: 'string', multiple: true },
    identity: { type: 'string', multiple: true },
    'key-id': { type: 'string' },
    expect: { type: 'string' },
    json: { type: 'boolean' },
  },
  maxPositionals: 1,

  run: async context => {
    const { terminal, values } = context;
    const [principal, action] = [values.required('principal'), values.required('action')];
    const expected = values.text('expect') ?? 'allowed';
    if (!['allowed', 'denied'].includes(expected)) {
      throw new UsageError(`--expect must be allowed or denied, got '${expected}'`);
    }
    const circumstances = readCircumstances(values.list('context'));
    const found = await readSource(context);
    const { identity, keyArn } = await surroundings(context, found, principal);
    const resource = keyArn ?? `arn:aws:kms::${accountOf(principal) ?? ''}:key/`;
    const { allowed, reason } = evaluate(
      { identity, resource: found.document },
      { principal, action, resource, context: circumstances },
    );
    const verdict = allowed ? 'allowed' : 'denied';
    if (values.flag('json')) terminal.json({ principal, action, context: circumstances, verdict, reason });
    else terminal.result(`${verdict}: ${reason}`);
    return verdict === expected ? 0 : 3;
  },
};

async function surroundings(
  { positionals: [source = ''], values }: VerbContext,
  { assembly }: FoundPolicy,
  principal: string,
): Promise<Deployment> {
  const files = await Promise.all(
    values
      .list('identity')
      .map(async path => parsePolicy((await readNamedFile(path, 'policy')).toString(), `'${path}'`)),
  );
  const deployment: Deployment = assembly === undefined ? { identity: [] } : await readDeployment(assembly, principal);
  return {
    identity: [...files, ...deployment.identity],
    keyArn: values.text('key-id') ?? (source.startsWith('arn:') ? source : deployment.keyArn),
  };
}

function readCircumstances(said: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    said.map(pair => {
      const end = pair.indexOf('=');
      if (end < 1) throw new UsageError(`--context must be KEY=VALUE, got '${pair}'`);
      return [pair.slice(0, end), pair.slice(end + 1)];
    }),
  );
}
