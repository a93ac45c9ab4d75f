import { TestClock } from '../../sandbox/clock/test-clock';
import { authorizeByPolicies } from '../../sandbox/iam/policy-authorizer';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox';

/** Of ten milliseconds in which nothing is done, the sandbox makes a second. */
const [STEP, PAUSE] = [1_000, 10];

export const DEVELOPER = 'arn:aws:iam::111122223333:user/Developer';

export interface SandboxAccount {
  readonly sandbox: Sandbox;
  close(): Promise<void>;
}

/**
 * An account on this machine, whose time passes a hundred times faster while nothing is being done, and stands still
 * while something is: no test of it depends on how fast the machine is.
 */
export async function openSandboxAccount(): Promise<SandboxAccount> {
  const clock = new TestClock(Date.now());
  const sandbox = await startSandbox({ authorize: authorizeByPolicies, clock });
  sandbox.roles.addAdministrator(DEVELOPER);
  let isOpen = true;
  const passing = (async (): Promise<void> => {
    while (isOpen) {
      await clock.advance(STEP);
      await new Promise(resolve => setTimeout(resolve, PAUSE));
    }
  })();
  return {
    sandbox,
    close: async () => {
      isOpen = false;
      await Promise.all([passing, sandbox.close()]);
    },
  };
}
