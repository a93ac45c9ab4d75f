import { AsyncLocalStorage } from 'node:async_hooks';
import { sleepBy, type Clock } from './clock';
import { Timeline } from './timeline';

/** How many times faster than the machine's clock functions wait: 4.5 seconds of settling become 45 milliseconds. */
const FUNCTIONS_SPEEDUP = 100;

/** Something done inside of `during`: time stands still unless it is asleep. */
interface Work {
  isOpen: boolean;
  /** How many of its sleeps have not ended. */
  asleep: number;
}

/**
 * A clock that a test advances. Time jumps from timer to timer, and only while no work is being done, so that an outage
 * of a day takes as long as the work in it.
 *
 * While nothing advances it, time stands still.
 */
export class TestClock implements Clock {
  public readonly speedup = FUNCTIONS_SPEEDUP;
  private readonly timers = new Timeline<() => void>();
  /** The work that the running code belongs to. */
  private readonly works = new AsyncLocalStorage<Work>();
  private atWork = 0;
  private whenIdle: (() => void)[] = [];
  private isAdvancing = false;

  /** @param time where it begins, in milliseconds since 1970 */
  public constructor(private time = Date.UTC(2026, 0, 1)) {}

  public now(): number {
    return this.time;
  }

  public after(milliseconds: number, then: () => void): () => void {
    return this.timers.add(this.time + Math.max(0, milliseconds), then);
  }

  public async sleep(milliseconds: number, wake?: AbortSignal): Promise<void> {
    const current = this.works.getStore();
    const work = current?.isOpen ? current : undefined;
    if (work !== undefined && work.asleep++ === 0) this.end();
    await sleepBy((wait, then) => this.after(wait, then), milliseconds, wake);
    if (work !== undefined && --work.asleep === 0 && work.isOpen) this.begin();
  }

  public async during<T>(work: () => Promise<T>): Promise<T> {
    const begun: Work = { isOpen: true, asleep: 0 };
    this.begin();
    try {
      return await this.works.run(begun, work);
    } finally {
      begun.isOpen = false;
      if (begun.asleep === 0) this.end();
    }
  }

  /** Lets this much time pass: everything that is due happens at its time. */
  public async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await this.alone(async () => {
      while (await this.jump(end));
      this.time = end;
    });
  }

  /**
   * Lets time pass from timer to timer until something holds.
   *
   * @returns whether it holds; false when the time was up
   */
  public async advanceUntil(holds: () => boolean | Promise<boolean>, milliseconds: number): Promise<boolean> {
    const end = this.time + milliseconds;
    return this.alone(async () => {
      do {
        await this.idle();
        if (await holds()) return true;
      } while (await this.jump(end));
      this.time = end;
      return holds();
    });
  }

  /** Waits until no work is being done. */
  public async idle(): Promise<void> {
    do {
      if (this.atWork > 0) await new Promise<void>(resolve => this.whenIdle.push(resolve));
      await new Promise(resolve => setImmediate(resolve)); // whoever was woken begins its work
    } while (this.atWork > 0);
  }

  /** Goes to the next timer; gives false if none is due by a time. */
  private async jump(end: number): Promise<boolean> {
    await this.idle();
    const due = this.timers.takeBy(end);
    if (due === undefined) return false;
    this.time = Math.max(this.time, due.at);
    due.value();
    await this.idle();
    return true;
  }

  private async alone<T>(advancing: () => Promise<T>): Promise<T> {
    if (this.isAdvancing) throw new Error('the clock is already being advanced');
    this.isAdvancing = true;
    try {
      return await advancing();
    } finally {
      this.isAdvancing = false;
    }
  }

  private begin(): void {
    this.atWork += 1;
  }

  private end(): void {
    this.atWork -= 1;
    if (this.atWork === 0) for (const resolve of this.whenIdle.splice(0)) resolve();
  }
}
