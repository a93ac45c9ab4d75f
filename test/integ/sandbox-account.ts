import { authorizeByPolicies } from '../../sandbox/iam/policy-authorizer';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox';
import { passingClock } from '../support/passing-clock';

export const DEVELOPER = 'arn:aws:iam::111122223333:user/Developer';

export interface SandboxAccount {
  readonly sandbox: Sandbox;
  close(): Promise<void>;
}

/** An account on this machine, whose time passes a hundred times faster, or more, while nothing is being done. */
export async function openSandboxAccount(step?: number): Promise<SandboxAccount> {
  const { clock, stop } = passingClock(step);
  const sandbox = await startSandbox({ authorize: authorizeByPolicies, clock });
  sandbox.roles.addAdministrator(DEVELOPER);
  return {
    sandbox,
    close: async () => {
      await Promise.all([stop(), sandbox.close()]);
    },
  };
}
