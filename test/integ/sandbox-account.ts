import { authorizeByPolicies } from '../../sandbox/iam/policy-authorizer';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox';
import { passingClock, type PassingClock } from '../support/passing-clock';

export const DEVELOPER = 'arn:aws:iam::111122223333:user/Developer';

/** Somebody whom no policy stops. */
export const BROOM = 'arn:aws:iam::111122223333:user/Broom';

export interface SandboxAccount {
  readonly sandbox: Sandbox;
  readonly pass: PassingClock['pass'];
  close(): Promise<void>;
}

/** An account on this machine, whose time passes a hundred times faster, or more, while nothing is being done. */
export async function openSandboxAccount(step?: number): Promise<SandboxAccount> {
  const { clock, pass, stop } = passingClock(step);
  const sandbox = await startSandbox({
    clock,
    authorize: policies => {
      const decide = authorizeByPolicies(policies);
      return call => (call.principal === BROOM ? { allowed: true } : decide(call));
    },
  });
  sandbox.roles.addAdministrator(DEVELOPER);
  return {
    sandbox,
    pass,
    close: async () => {
      await Promise.all([stop(), sandbox.close()]);
    },
  };
}
