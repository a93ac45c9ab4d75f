import childProcess from 'node:child_process';
import { createRequire } from 'node:module';
import { Server, Socket } from 'node:net';
import Environment from './environment';

/** What starts a process or a server, or connects to one. */
const REFUSED: readonly (readonly [owner: object, names: readonly string[]])[] = [
  [childProcess, ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync']],
  [Server.prototype, ['listen']],
  [Socket.prototype, ['connect']],
];

/**
 * Where a unit test runs: it comes out the same whatever else runs on the machine, and quickly.
 *
 * The files of a worker share CDK: to load it, and to compile it while it runs, takes up to half a second. It keeps
 * nothing from one app to the next. All other modules are loaded anew for each file.
 */
export default class UnitEnvironment extends Environment {
  public async setup(): Promise<void> {
    await super.setup();
    this.global.sharedModule = createRequire(__filename);
    this.global.workerProcess = process;
    for (const [owner, names] of REFUSED) {
      for (const name of names) {
        this.replace(owner, name, () => () => {
          throw new Error(`a unit test calls no ${name}: list it among END_TO_END in projenrc/jest-projects.ts`);
        });
      }
    }
  }
}
