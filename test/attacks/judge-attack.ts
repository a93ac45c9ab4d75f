import { type Attack, type AttackCall, NOT_LET_IN, type Outcome, SUCCEEDS } from './attack';
import { type Environment } from './environment';
import { evaluate } from '../../src/key-policy/evaluation/evaluate';
import { EVERYTHING, type Policies } from '../../src/key-policy/evaluation/judge';
import { isService, type Request } from '../../src/key-policy/evaluation/request';

/** One call of an attack, with the policies that decide it. */
export interface Case {
  readonly policies: Policies;
  readonly request: Request;
}

/** The calls of an attack in an environment; nothing where it has no such attacker. */
export function casesOf(
  { calls, who }: Attack,
  environment: Environment,
  guarded: boolean,
): readonly Case[] | undefined {
  const attached = who.attached ? who.attached(environment) : [];
  if (attached === undefined) return undefined;
  const principal = who.principal(environment);
  const identity = isService(principal) ? [] : [EVERYTHING, ...attached, ...(guarded ? [environment.guard] : [])];
  const inEnvironment = calls.map(call => call(environment));
  if (inEnvironment.includes(undefined)) return undefined;
  return (inEnvironment as AttackCall[]).map(({ action, context, policy, resource }) => ({
    policies: { identity, ...(policy && { resource: policy }) },
    request: { principal, action, resource, context: { ...context, ...who.context?.(environment) } },
  }));
}

/** What becomes of an attack: the first call that is refused, and by what. */
export function outcomeOf(cases: readonly Case[]): Outcome {
  for (const { policies, request } of cases) {
    const { explicit, reason, verdict } = evaluate(policies, request);
    if (verdict === 'depends') throw new Error(`${request.action} by ${request.principal} depends: ${reason}`);
    if (verdict === 'denied') return explicit ? nameIn(reason) : NOT_LET_IN;
  }
  return SUCCEEDS;
}

/** The Sid of a deny, or its number where CDK gave it none. */
function nameIn(reason: string): string {
  return reason
    .replace(/^denied by '?/, '')
    .replace(/'$/, '')
    .replace(/^\S+ (?=[A-Z])/, '');
}
