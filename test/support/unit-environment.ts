import childProcess from 'node:child_process';
import { Server, Socket } from 'node:net';
import { TestEnvironment } from 'jest-environment-node';

/** What starts a process or a server, or connects to one. */
const REFUSED: readonly (readonly [owner: object, names: readonly string[]])[] = [
  [childProcess, ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync']],
  [Server.prototype, ['listen']],
  [Socket.prototype, ['connect']],
];

/** Where a unit test runs: it comes out the same whatever else runs on the machine, and quickly. */
export default class UnitEnvironment extends TestEnvironment {
  private readonly mended: (() => void)[] = [];

  public async setup(): Promise<void> {
    await super.setup();
    for (const [owner, names] of REFUSED) for (const name of names) this.refuse(owner as Record<string, unknown>, name);
  }

  public async teardown(): Promise<void> {
    for (const mend of this.mended.splice(0)) mend(); // the process may go on with other tests
    await super.teardown();
  }

  private refuse(owner: Record<string, unknown>, name: string): void {
    const original = owner[name];
    this.mended.push(() => (owner[name] = original));
    owner[name] = () => {
      throw new Error(`a unit test calls no ${name}: list it among END_TO_END in projenrc/jest-projects.ts`);
    };
  }
}
