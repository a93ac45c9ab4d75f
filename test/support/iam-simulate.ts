import { runSimulation } from '@cloud-copilot/iam-simulate';
import { type Policies } from '../../src/key-policy/evaluation/judge';
import { accountOf, isRoot, isService, type Request, roleOf } from '../../src/key-policy/evaluation/request';

export type Outcome = 'Allowed' | 'ImplicitlyDenied' | 'ExplicitlyDenied';

/**
 * Decides a call with `@cloud-copilot/iam-simulate`: somebody else's reading of IAM, to hold ours against.
 *
 * It drops, without a word, condition keys whose variable part follows a colon, such as
 * `kms:EncryptionContext:aws:sqs:arn`. So those are renamed, in policy and request alike, to a key whose variable part
 * follows a slash, and whatever it drops all the same is an error.
 */
export async function simulate(
  { identity, resource }: Policies,
  { principal, action, resource: arn, context }: Request,
): Promise<Outcome> {
  const { overallResult, ignored } = await run({
    identityPolicies: [...identity, ...(isRoot(principal) ? [EVERYTHING] : [])].map((policy, index) => ({
      name: `identity-${index}`,
      policy: renamed(policy),
    })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: resource && renamed(resource),
    request: {
      action,
      principal,
      resource: { resource: arn, accountId: accountOf(arn) ?? accountOf(principal)! }, // * is of the caller's account
      contextVariables: renamed(contextOf(principal, context)),
    },
  });
  if (ignored.length > 0) throw new Error(`the simulator ignores ${ignored.join(', ')} on ${action}`);
  return overallResult;
}

/** The simulator derives no key from the caller. */
function contextOf(principal: string, context: Request['context']): Simulation['request']['contextVariables'] {
  const copied = Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
  );
  return isService(principal) ? copied : { 'aws:PrincipalArn': roleOf(principal), ...copied };
}

/** The root user can do everything that nothing denies; the simulator has to be told. */
const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

type Simulation = Parameters<typeof runSimulation>[0];

/** The simulation as it is, with nothing renamed. */
export async function run(simulation: Simulation): Promise<{ overallResult: Outcome; ignored: readonly string[] }> {
  const answer = await runSimulation(simulation, {});
  if (answer.resultType !== 'single') {
    throw new Error(`the simulator cannot decide ${simulation.request.action}: ${JSON.stringify(answer)}`);
  }
  return { overallResult: answer.overallResult, ignored: answer.result.ignoredContextKeys ?? [] };
}

function renamed<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value).replace(/"kms:EncryptionContext:([^"]+)"(?=\s*:)/g, '"aws:RequestTag/ectx:$1"'),
  ) as T;
}
