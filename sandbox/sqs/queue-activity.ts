/** For so long after the last thing that was done with it, a queue has metrics. */
const ACTIVE_FOR = 6 * 3_600_000;

/** What was done with a queue since somebody looked last. */
interface Counted {
  sent: number;
  received: number;
  deleted: number;
  emptyReceives: number;
  /** The size of each message that was sent, in bytes. */
  readonly sizes: number[];
}

/** Counts what is done with a queue. */
export class QueueActivity {
  private counted = nothing();
  private lastAt = -Infinity;

  public constructor(private readonly now: () => number) {}

  public sent(bytes: number): void {
    this.counted.sent += 1;
    this.counted.sizes.push(bytes);
    this.touch();
  }

  public received(messages: number): void {
    this.counted.received += messages;
    if (messages === 0) this.counted.emptyReceives += 1;
    this.touch();
  }

  public deleted(): void {
    this.counted.deleted += 1;
    this.touch();
  }

  public touch(): void {
    this.lastAt = this.now();
  }

  public get isActive(): boolean {
    return this.now() - this.lastAt < ACTIVE_FOR;
  }

  /** Gives what was counted, and begins anew. */
  public take(): Readonly<Counted> {
    const { counted } = this;
    this.counted = nothing();
    return counted;
  }
}

const nothing = (): Counted => ({ sent: 0, received: 0, deleted: 0, emptyReceives: 0, sizes: [] });
