import { AsyncLocalStorage } from 'node:async_hooks';
import { TestEnvironment } from 'jest-environment-node';

/** What puts a storage to use. */
const USES = ['run', 'enterWith'] as const;

/**
 * Where a test file runs. Node.js 20 carries each storage of asynchronous context that was ever used from promise to
 * promise, and keeps it: jest itself uses one for each file, so that the fiftieth file of a worker took three times as
 * long as alone. Here they end with their file.
 */
export default class Environment extends TestEnvironment {
  private readonly used = new Set<AsyncLocalStorage<unknown>>();
  private readonly mended: (() => void)[] = [];

  public async setup(): Promise<void> {
    await super.setup();
    const { used } = this;
    for (const name of USES) {
      this.replace(AsyncLocalStorage.prototype, name, original => {
        return function (this: AsyncLocalStorage<unknown>, ...args: unknown[]) {
          used.add(this);
          return original.apply(this, args);
        };
      });
    }
  }

  public async teardown(): Promise<void> {
    for (const mend of this.mended.splice(0)) mend(); // the process may go on with other tests
    for (const storage of this.used) storage.disable();
    await super.teardown();
  }

  /** Has a function of Node.js replaced for as long as the file runs. */
  protected replace(owner: object, name: string, replacement: (original: Function) => Function): void {
    const functions = owner as Record<string, Function>;
    const original = functions[name]!;
    this.mended.push(() => (functions[name] = original));
    functions[name] = replacement(original);
  }
}
