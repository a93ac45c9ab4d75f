import { isCircumstance } from '../../key-policy/evaluation/circumstances';
import { type Decision, evaluate } from '../../key-policy/evaluation/evaluate';
import type { Policies } from '../../key-policy/evaluation/judge';
import { accountOf, type Request } from '../../key-policy/evaluation/request';
import { findWitness } from '../../key-policy/evaluation/witness';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { UsageError } from '../cli-error';
import type { Verb, VerbContext } from '../verb';
import { readIdentityPolicies } from './assembly';
import { CONTEXT_HELP, readAction, readContext, readPrincipal, readWithout } from './call-options';
import {
  type FoundPolicy,
  readPolicyFile,
  readSource,
  SOURCE_HELP,
  SOURCE_OPTIONS,
  SOURCE_OPTIONS_HELP,
} from './policy-source';

/** `policy simulate` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table policy simulate SOURCE --principal ARN --action ACTION [options]

Says whether a call on the key is allowed or denied, and by which statement, or on which condition keys that depends.
Decided here, by the key policy and the identity policies at hand. Permissions boundaries, session policies and
policies of the organization are not read: they can take an allow away. Grants are not read: they can add one.

What KMS or a service sets is absent unless it is given: kms:ViaService and every other kms: key, lambda: keys, and
the source of a call that no service makes. The caller's circumstances are open unless they are given: address, time,
second factor, tags, organization, network. A session's ARN does not show the path of its role: if a condition asks
for aws:PrincipalArn with one, give it.

Exits with 0 only if the expected answer is proven, with 3 if it is not, or depends.

${SOURCE_HELP}
From cdk.out, the managed policies of a role that the app creates count too.

Options:
  --principal ARN            Who calls: a role, user, session or root user, or a service such as sns.amazonaws.com.
  --action ACTION            Such as kms:Decrypt.
${CONTEXT_HELP}
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
    without: { type: 'string', multiple: true },
    identity: { type: 'string', multiple: true },
    'key-id': { type: 'string' },
    expect: { type: 'string' },
    json: { type: 'boolean' },
  },
  maxPositionals: 1,

  run: async context => {
    const { terminal, values } = context;
    const expected = values.text('expect') ?? 'allowed';
    if (!['allowed', 'denied'].includes(expected)) {
      throw new UsageError(`--expect must be allowed or denied, got '${expected}'`);
    }
    const call = readCall(context);
    const found = await readSource(context);
    const policies = { identity: await readIdentity(context, found, call.principal), resource: found.document };
    const resource = values.text('key-id') ?? found.keyArn ?? `arn:aws:kms::${accountOf(call.principal) ?? ''}:key/`;
    const { verdict, reason, needs } = decide(policies, { ...call, resource });
    const { principal, action, context: given } = call;
    if (values.flag('json')) terminal.json({ principal, action, context: given, verdict, reason, needs });
    else terminal.result(`${verdict}: ${reason}`);
    return verdict === expected ? 0 : 3;
  },
};

function readCall(context: VerbContext): Omit<Request, 'resource'> {
  const principal = readPrincipal(context);
  const without = readWithout(context);
  const given = readContext(context);
  const both = Object.keys(given).find(key => without.includes(key.toLowerCase()));
  if (both !== undefined) throw new UsageError(`--context and --without both name ${both}`);
  const isOpen = (key: string) => !without.includes(key) && isCircumstance(key, principal);
  return { principal, action: readAction(context), context: given, isOpen };
}

/** Decides a call. What depends on nothing but circumstances that can't be is decided too. */
function decide(policies: Policies, request: Request): Decision {
  const decision = evaluate(policies, request);
  if (decision.verdict !== 'depends') return decision;
  for (const [verdict, other] of [
    ['denied', 'allowed'],
    ['allowed', 'denied'],
  ] as const) {
    if (findWitness(policies, request, other) === 'none') {
      return { ...decision, verdict, reason: `under any circumstances, although ${decision.reason}` };
    }
  }
  return decision;
}

async function readIdentity({ values }: VerbContext, { app }: FoundPolicy, principal: string) {
  const files = await Promise.all(values.list('identity').map(readPolicyFile));
  return [...files, ...(app === undefined ? [] : await readIdentityPolicies(app.directory, principal))];
}
