import { type Remedy, commands } from './check';
import { defaultRunbookUrl, type Runbook } from '../../construct/names/runbooks';
import type { Account } from '../deployed/account';

/** Puts back what somebody changed: a deployment alone leaves it, since the template is the same as before. */
export async function revertDrift(account: Account): Promise<Remedy> {
  return cdk(account, 'deploy', ' --revert-drift');
}

/** A command of the CDK command line about the stack. */
export async function cdk(account: Account, command: 'deploy' | 'rollback', options = ''): Promise<Remedy> {
  return commands(`npx cdk ${command} ${(await stackPath(account)).join('/')}${options}`);
}

/** Puts the statements of the deployment on the key again; a deployment does so only when they change. */
export async function putBackKeyPolicy(account: Account): Promise<Remedy> {
  const { AcceptedRules = [], SidPrefix, Way } = (await account.deployedPolicy()) ?? {};
  const stages = (await stackPath(account)).slice(0, -1);
  const words = [
    `npx encrypted-queue-to-table policy apply ${['cdk.out', ...(stages.length > 0 ? [`assembly-${stages.join('-')}`] : [])].join('/')}`,
    `--key-id ${await account.keyArn()}`,
    ...((await account.deployment.hasSeveral()) ? [`--construct ${SidPrefix}`] : []),
    ...(Way === 'replace' ? ['--replace'] : []),
    ...AcceptedRules.map(rule => `--accept ${rule}`),
  ];
  return commands(words.join(' '));
}

/** What no command mends alone: what to do, and the page that says how. */
export const runbook = (name: Runbook | 'README', what: string): Remedy => ({
  todo: `${what}: ${defaultRunbookUrl()}/${name}.md`,
});

/** Where the stack stands in the app: `cdk deploy` takes that, and not the name that CloudFormation knows. */
async function stackPath({ deployment, stackName }: Account): Promise<readonly string[]> {
  const segments = (await deployment.parts().catch(() => undefined))?.path.split('/') ?? [];
  const length = segments.findIndex((_, index) => segments.slice(0, index + 1).join('-') === stackName) + 1;
  return length > 0 ? segments.slice(0, length) : [stackName];
}
