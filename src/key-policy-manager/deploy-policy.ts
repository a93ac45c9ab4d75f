import { converge, REQUEST_MILLISECONDS, SETTLE_MILLISECONDS } from './converge';
import { type Deadline, retry } from './deadline';
import { checkDelegations, checkKey, checkMistakes, reportGrants } from './deployment-checks';
import { isPassing } from './kms-failures';
import { type ManagedKey } from './managed-key';
import { type DeployedPolicy, type KeyPolicyAttributes } from './properties';
import { digestOfReplaced, type Report } from './report';
import { renderUses } from './uses';
import { parseArn } from '../arn';
import { titleOf, withoutDelegations } from '../key-policy/delegation';
import { isOurs } from '../key-policy/ownership';
import { type DesiredPolicy, planPolicy } from '../key-policy/plan';
import { canonical } from '../key-policy/same';
import { type PolicyDocument, type Statement } from '../key-policy/statement';

/**
 * Puts what a deployment wants into the policy of its key, and stays until it is there.
 *
 * @returns the attributes of the custom resource
 * @throws why the policy of the key is not what the deployment wants
 */
export async function deployPolicy(
  key: ManagedKey,
  policy: DeployedPolicy,
  deadline: Deadline,
  report: Report,
): Promise<KeyPolicyAttributes> {
  const desired = desiredPolicy(policy);
  const replaced: PolicyDocument[] = [];
  const plan = (current: PolicyDocument) => planPolicy(withoutDelegations(current, policy.RemovedDelegations), desired);
  const check = async (planned: PolicyDocument, current: PolicyDocument) => {
    await checkDelegations(key, planned, policy);
    checkMistakes(planned, policy, report);
    const dropped = droppedFrom(current, planned, desired.sidPrefix);
    if (dropped.length === 0 || replaced.some(known => canonical(known) === canonical(current))) return;
    replaced.push(current);
    report('statements of others removed', {
      sids: dropped.map(titleOf),
      digest: digestOfReplaced(current),
      uses: await renderUses(key),
      before: current,
    });
  };
  const checkFirst = async () => {
    await checkKey(key, policy);
    await checkDelegations(key, plan(await key.get()), policy);
  };
  await retry(checkFirst, {
    deadline,
    isWorthTrying: isPassing,
    reserve: SETTLE_MILLISECONDS + 2 * REQUEST_MILLISECONDS,
  });
  const changed = await converge(key, { plan, check }, deadline);
  await reportGrants(key, policy, report);
  report('policy deployed', { way: desired.way, statements: desired.statements.length, changed });
  return { ReplacedPolicy: renderReplaced(replaced[0]) };
}

function desiredPolicy({ KeyArn, SidPrefix, Statements, Way }: DeployedPolicy): DesiredPolicy {
  return { way: Way, sidPrefix: SidPrefix, statements: Statements, account: parseArn(KeyArn)?.account ?? '' };
}

/** The statements of others that a new policy leaves out. */
function droppedFrom(current: PolicyDocument, planned: PolicyDocument, sidPrefix: string): Statement[] {
  const kept = new Set([planned.Statement].flat().map(canonical));
  return [current.Statement]
    .flat()
    .filter(statement => !isOurs(statement, sidPrefix) && !kept.has(canonical(statement)));
}

/** What an output of the stack says of the policy from before. Its text is in the log alone. */
function renderReplaced(before: PolicyDocument | undefined): string {
  if (before === undefined) return 'nothing was removed by this deployment';
  const sids = [before.Statement].flat().map(titleOf).join(', ');
  return `sha256:${digestOfReplaced(before)}; ${sids}`.slice(0, MAX_CHARACTERS);
}

const MAX_CHARACTERS = 1_000;
