import { type ManagedKey } from './managed-key';
import { type DeployedPolicy } from './properties';
import { type Report } from './report';
import { renderUses } from './uses';
import { parseArn } from '../arn';
import { delegationsIn, titleOf } from '../key-policy/delegation';
import { allowed, principals } from '../key-policy/evaluation/reading';
import { foreignGrants, renderGrant } from '../key-policy/grants';
import { lint } from '../key-policy/lint/lint';
import { roleBehind } from '../key-policy/lint/rules/admin-can-use';
import { isOurs } from '../key-policy/ownership';
import { type PolicyDocument } from '../key-policy/statement';

/** Thrown where a policy must not be put. */
export class PolicyRefused extends Error {
  public readonly name = 'PolicyRefused';
}

/** @throws PolicyRefused if the key is one that the deployment does not take */
export async function checkKey(key: ManagedKey, policy: DeployedPolicy): Promise<void> {
  await checkOrigin(key, policy);
  await checkGrants(key, policy);
}

/** @throws PolicyRefused if imported material is required and AWS generated it */
async function checkOrigin(key: ManagedKey, { RequireImportedMaterial }: DeployedPolicy): Promise<void> {
  if (String(RequireImportedMaterial) !== 'true') return;
  const origin = await key.origin();
  if (origin === 'EXTERNAL') return;
  throw new PolicyRefused(
    `the key's material is of origin ${origin}, not EXTERNAL; create the key with origin EXTERNAL and import material (imported-material)`,
  );
}

/**
 * With `merge`, nothing that the construct says of its key holds while another statement leaves the key to IAM. So
 * somebody has to decide.
 *
 * @throws PolicyRefused if the policy would keep such a statement that nobody accepted
 */
export async function checkDelegations(
  key: ManagedKey,
  planned: PolicyDocument,
  { AcceptedDelegations }: DeployedPolicy,
): Promise<void> {
  const open = delegationsIn(planned)
    .map(titleOf)
    .filter(title => !AcceptedDelegations.includes(title));
  if (open.length === 0) return;
  const names = open.map(title => `'${title}'`).join(', ');
  throw new PolicyRefused(
    `the key is open: ${names} leaves it to every IAM policy of the account. Choose KeyPolicyManagement.replace(), ` +
      `or merge({ removedDelegations: [${names}] }), which cuts off whoever comes in through IAM, ` +
      `or merge({ acceptedDelegations: [${names}] }), which leaves the key open. ${await renderUses(key)}`,
  );
}

/** @throws PolicyRefused if the key has a grant that lets somebody in past the policy, and that nobody accepted */
async function checkGrants(key: ManagedKey, { AcceptedGrants, KeyArn, Way }: DeployedPolicy): Promise<void> {
  if (Way !== 'replace') return;
  const foreign = foreignGrants(await key.grants(), KeyArn).filter(({ id }) => !AcceptedGrants.includes(id));
  if (foreign.length === 0) return;
  throw new PolicyRefused(
    `the key has grants that no policy takes back: ${foreign.map(renderGrant).join(', ')}; ` +
      `revoke them with aws kms revoke-grant, or name their ids in replace({ acceptedGrants: [...] })`,
  );
}

/** Says which grants let somebody in past a merged policy: with `merge` they stay, but are not unseen. */
export async function reportGrants(key: ManagedKey, { KeyArn, Way }: DeployedPolicy, report: Report): Promise<void> {
  if (Way !== 'merge') return;
  const grants = await key.grants().catch(() => undefined);
  if (grants === undefined) report('grants not known', {});
  const foreign = foreignGrants(grants ?? [], KeyArn);
  if (foreign.length > 0) report('grants past the policy', { grants: foreign.map(renderGrant) });
}

/**
 * Our own statements have to be without a mistake. Of those of others, only what makes the policy as a whole impossible
 * counts, and what lets our administrators use the key, as we say that they can't.
 *
 * @throws PolicyRefused if there is such a mistake
 */
export function checkMistakes(
  planned: PolicyDocument,
  { AcceptedRules, KeyArn, SidPrefix }: DeployedPolicy,
  report: Report,
): void {
  const findings = lint(planned, { account: parseArn(KeyArn)?.account ?? '', accept: AcceptedRules });
  const ours = [planned.Statement].flat().filter(statement => isOurs(statement, SidPrefix));
  const admins = ours.filter(statement => allowed(statement, ['kms:PutKeyPolicy'])).flatMap(each => principals(each));
  const isAdmin = (principal: string) => admins.map(roleBehind).includes(roleBehind(principal));
  const grave = findings.filter(
    ({ call, rule, severity, statement }) =>
      severity === 'error' &&
      (statement === undefined ||
        isOurs({ Sid: statement }, SidPrefix) ||
        (rule === 'admin-can-use' && call !== undefined && isAdmin(call.principal))),
  );
  for (const { rule, statement } of findings.filter(finding => !grave.includes(finding))) {
    report('lint', { rule, statement });
  }
  if (grave.length === 0) return;
  throw new PolicyRefused(grave.map(({ rule, message, fix }) => `${message}; ${fix} (${rule})`).join('; '));
}
