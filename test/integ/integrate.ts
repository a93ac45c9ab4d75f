import { failuresIn, titlesOf, type AssertionsTemplate, type Failure } from './results';

/** The account that the integration test runs in. */
export interface Account {
  /** @throws if a stack can't be deployed; it is then as it was before */
  deploy(...stacks: string[]): Promise<void>;
  destroy(...stacks: string[]): Promise<void>;
  outputsOf(stack: string): Promise<Readonly<Record<string, string>>>;
  /** What could not be created in a stack the last time, and why, by logical id. */
  failedIn(stack: string): Promise<ReadonlyMap<string, string>>;
  /** Whether the caller, an administrator of the account, may read the policy of a key. */
  readsKeyPolicy(keyArn: string): Promise<boolean>;
  /** Which of the stacks still exist. */
  remaining(...stacks: string[]): Promise<string[]>;
}

/** What came of a run; all is well where both are empty. */
export interface Report {
  /** The assertions that do not hold. */
  readonly failures: readonly Failure[];
  /** What else went wrong, the first thing first. */
  readonly errors: readonly string[];
}

const [GROUND, PIPELINE, ASSERTIONS] = ['IntegGround', 'IntegPipeline', 'IntegAssertions'] as const;

/**
 * Deploys, asserts, destroys, and proves that nothing is left: whatever goes wrong, the rest is destroyed all the same.
 *
 * @param sabotage something done to the deployed pipeline before it is asserted, to see the assertions fail
 */
export async function integrate(
  account: Account,
  template: AssertionsTemplate,
  sabotage: () => Promise<void> = async () => undefined,
): Promise<Report> {
  const errors: string[] = [];
  const failures: Failure[] = [];
  const attempt = async (what: string, step: () => Promise<void>): Promise<boolean> => {
    try {
      await step();
      return true;
    } catch (error) {
      errors.push(`${what}: ${(error as Error).message}`);
      return false;
    }
  };

  const isGround = await attempt(`deploying ${GROUND}`, async () => {
    await account.deploy(GROUND);
    if (!(await account.readsKeyPolicy(await keyArnOf(account)))) throw new Error('its key is closed from the start');
  });
  const isPipeline =
    isGround &&
    (await attempt(`deploying ${PIPELINE}`, async () => {
      await account.deploy(PIPELINE);
      await sabotage();
    }));
  if (isPipeline) {
    await attempt(`deploying ${ASSERTIONS}`, async () => void failures.push(...(await assertIn(account, template))));
  }
  await attempt('destroying the pipeline', async () => account.destroy(ASSERTIONS, PIPELINE));
  if (isPipeline) {
    await attempt('the key policy', async () => {
      if (await account.readsKeyPolicy(await keyArnOf(account))) throw new Error('the key is open to IAM again');
    });
  }
  await attempt(`destroying ${GROUND}`, async () => account.destroy(GROUND));
  await attempt('clean-up', async () => {
    const left = await account.remaining(GROUND, PIPELINE, ASSERTIONS);
    if (left.length > 0) throw new Error(`still there: ${left.join(', ')}`);
  });
  return { failures, errors };
}

/** Deploys the assertions, and gives those that do not hold. @throws what else failed their deployment */
export async function assertIn(account: Account, template: AssertionsTemplate): Promise<Failure[]> {
  const deployed = await account.deploy(ASSERTIONS).then(
    () => true,
    () => false,
  );
  return deployed ? byOutputs(account, template) : byEvents(account, template);
}

async function keyArnOf(account: Account): Promise<string> {
  const { KeyArn } = await account.outputsOf(GROUND);
  if (KeyArn === undefined) throw new Error(`${GROUND} has no output KeyArn`);
  return KeyArn;
}

const byOutputs = async (account: Account, template: AssertionsTemplate): Promise<Failure[]> =>
  failuresIn(template, await account.outputsOf(ASSERTIONS));

/** An assertion that waits fails the deployment when it has waited enough. @throws what else failed it */
async function byEvents(account: Account, template: AssertionsTemplate): Promise<Failure[]> {
  const titles = titlesOf(template);
  const failed = [...(await account.failedIn(ASSERTIONS))];
  const failures = failed.flatMap(([logicalId, reason]): Failure[] => {
    const title = titles.get(logicalId);
    return title === undefined ? [] : [{ title, reason }];
  });
  if (failures.length > 0) return failures;
  throw new Error(failed.map(([logicalId, reason]) => `${logicalId}: ${reason}`).join('; ') || 'no reason given');
}
