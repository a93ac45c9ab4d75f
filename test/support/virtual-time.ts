import { type Deadline } from '../../src/key-policy-manager/deadline';

/**
 * Time that passes only when everybody waits: years of waiting in a test take no time, and every interleaving can be
 * had.
 */
export class VirtualTime {
  public now = 0;
  private readonly sleepers: Array<{ readonly at: number; readonly wake: () => void }> = [];

  public async sleep(milliseconds: number): Promise<void> {
    await new Promise<void>(wake => this.sleepers.push({ at: this.now + milliseconds, wake }));
  }

  /** A clock that ends some time from now. */
  public clock(milliseconds: number): Deadline {
    const end = this.now + milliseconds;
    return { remaining: () => end - this.now, sleep: async wait => this.sleep(wait) };
  }

  /** Lets time pass until the work is done. */
  public async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const watched = work.finally(() => (done = true));
    watched.catch(() => {});
    while ((await settled(), !done)) {
      const next = this.sleepers.sort((one, other) => one.at - other.at).shift();
      if (!next) throw new Error('everybody waits for something that never happens');
      this.now = next.at;
      next.wake();
    }
    return watched;
  }
}

async function settled(): Promise<void> {
  await new Promise(resolve => setImmediate(resolve));
}
