import { converge } from './converge';
import { isKeyGone } from './kms-failures';
import { type Clock, type PolicyStore } from './policy-store';
import { type KeyPolicyProperties, wishOf } from './properties';
import { accountOf } from '../key-policy/evaluation/request';
import { type Finding, lint } from '../key-policy/lint/lint';
import { isOurs } from '../key-policy/ownership';
import { planPolicy, planRemoval, type Wish } from '../key-policy/plan';
import { canonical } from '../key-policy/same';
import { type PolicyDocument } from '../key-policy/statement';

/** Thrown where the policy to be put breaks a rule. */
export class PolicyRefused extends Error {
  public readonly name = 'PolicyRefused';

  public constructor(findings: readonly Finding[]) {
    super(findings.map(({ rule, message, fix }) => `${message}; ${fix} (${rule})`).join('; '));
  }
}

/** What the work says on its way: names and counts, never a document. */
export type Report = (event: string, details: Readonly<Record<string, unknown>>) => void;

/** A key as the custom resource sees it. */
export interface Key extends PolicyStore {
  /** Where its material comes from, such as `EXTERNAL`. */
  origin(): Promise<string>;
}

/** Puts what a construct wants into the policy of its key; `old` is what it wanted before. */
export async function putPolicy(
  key: Key,
  properties: KeyPolicyProperties,
  old: KeyPolicyProperties,
  clock: Clock,
  report: Report,
): Promise<void> {
  if (properties.RequireImportedMaterial === 'true') await checkOrigin(key);
  const wish = wishOf(properties);
  const before = wishOf(old);
  const changed = await converge(
    key,
    {
      plan: current => reportDropped(current, planPolicy(current, wish, before), wish, report),
      check: planned => refuseMistakes(planned, properties, report),
    },
    clock,
  );
  report('policy settled', { way: wish.way, statements: wish.statements.length, changed });
}

/** Takes it out again. A key that is gone has no policy to look after. */
export async function removePolicy(key: Key, old: KeyPolicyProperties, clock: Clock, report: Report): Promise<void> {
  const before: Wish = wishOf(old);
  try {
    const plan = (current: PolicyDocument) => reportDropped(current, planRemoval(current, before), before, report);
    const changed = await converge(key, { plan, check: () => {} }, clock);
    report('policy withdrawn', { way: before.way, changed });
  } catch (error) {
    if (!isKeyGone(error)) throw error;
    report('key gone', { error: (error as Error).name });
  }
}

/** Says which statements of others go, as they do where a whole policy is replaced. */
function reportDropped(
  current: PolicyDocument,
  planned: PolicyDocument,
  { sidPrefix }: Wish,
  report: Report,
): PolicyDocument {
  const kept = new Set([planned.Statement].flat().map(canonical));
  const dropped = [current.Statement]
    .flat()
    .filter(statement => !isOurs(statement, sidPrefix) && !kept.has(canonical(statement)));
  if (dropped.length > 0) report('statements dropped', { sids: dropped.map(({ Sid }) => Sid ?? '') });
  return planned;
}

async function checkOrigin(key: Key): Promise<void> {
  const origin = await key.origin();
  if (origin !== 'EXTERNAL') throw new PolicyRefused([notImported(origin)]);
}

function notImported(origin: string): Finding {
  return {
    rule: 'imported-material',
    severity: 'error',
    message: `the key's material is of origin ${origin}, not EXTERNAL`,
    why: 'AWS generated it, and nobody brought it',
    fix: 'create the key with origin EXTERNAL and import material',
  };
}

/**
 * Our own statements have to be without a mistake; of those of others, only what makes the policy as a whole impossible
 * counts.
 */
function refuseMistakes(
  planned: PolicyDocument,
  { Accept, KeyArn, SidPrefix }: KeyPolicyProperties,
  report: Report,
): void {
  const ours = (finding: Finding) =>
    finding.statement === undefined || isOurs({ Sid: finding.statement, Effect: 'Allow' }, SidPrefix);
  const findings = lint(planned, { account: accountOf(KeyArn) ?? '', accept: Accept });
  const grave = findings.filter(finding => finding.severity === 'error' && ours(finding));
  for (const { rule, statement } of findings.filter(finding => !grave.includes(finding))) {
    report('lint', { rule, statement });
  }
  if (grave.length > 0) throw new PolicyRefused(grave);
}
