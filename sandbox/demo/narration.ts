/** Tells what happened and how long it took, a line for each step. */
export class Narration {
  private since = performance.now();
  private readonly started = this.since;

  public constructor(private readonly write: (line: string) => void) {}

  /** A step that is done: the time is since the one before. */
  public step(text: string): void {
    const now = performance.now();
    this.write(`${milliseconds(now - this.since)}  ${text}`);
    this.since = now;
  }

  /** Something within a step that took its own time. */
  public detail(text: string, took: number): void {
    this.write(`${' '.repeat(10)}  ${milliseconds(took)}  ${text}`);
  }

  public plain(text: string): void {
    this.write(text);
  }

  public get seconds(): string {
    return ((performance.now() - this.started) / 1000).toFixed(1);
  }
}

const milliseconds = (took: number): string => `${took.toFixed(0)} ms`.padStart(10);
