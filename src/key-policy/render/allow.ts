import { type KeyPolicyFacts } from './facts';
import { type Statement } from '../statement';

/**
 * The Sid of one of our statements. The space ends the prefix, so that no prefix can be the start of another
 * construct's.
 */
export function renderSid(sidPrefix: string, name: string): string {
  return `${sidPrefix} ${name}`;
}

/** Lets roles act on the key; no statement for no role. KMS refuses the policy unless every one of them exists. */
export function allowRoles(
  facts: Pick<KeyPolicyFacts, 'sidPrefix'>,
  name: string,
  roleArns: readonly string[],
  actions: readonly string[],
  condition?: Statement['Condition'],
): Statement[] {
  const unique = [...new Set(roleArns)];
  return unique.length === 0 ? [] : [allow(facts, name, { AWS: oneOrAll(unique) }, actions, condition)];
}

/** Lets one principal of whatever kind act on the key. */
export function allow(
  facts: Pick<KeyPolicyFacts, 'sidPrefix'>,
  name: string,
  principal: Exclude<Statement['Principal'], '*' | undefined>,
  actions: readonly string[],
  condition?: Statement['Condition'],
): Statement {
  return {
    Sid: renderSid(facts.sidPrefix, name),
    Effect: 'Allow',
    Principal: principal,
    Action: oneOrAll(actions),
    Resource: '*',
    ...(condition && { Condition: condition }),
  };
}

/** KMS keeps a list of one as a string: written the same way, a policy reads back as it was put. */
export function oneOrAll(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0]! : values;
}
