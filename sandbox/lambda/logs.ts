export interface LogEvent {
  readonly time: Date;
  readonly stream: string;
  readonly message: string;
}

/** The log groups of the account, in memory. */
export class Logs {
  /** For how many days each group keeps its lines, if not for ever: nothing is thrown away here. */
  public readonly retention = new Map<string, number>();
  private readonly groups = new Map<string, LogEvent[]>();

  /** @param written told of each line */
  public constructor(
    private readonly now: () => number,
    private readonly written: (line: string) => void = () => undefined,
  ) {}

  public addGroup(name: string): void {
    if (this.groups.has(name)) throw new Error(`The specified log group already exists: ${name}`);
    this.groups.set(name, []);
  }

  public removeGroup(name: string): void {
    this.groups.delete(name);
  }

  /** Writes into a log group; a function whose group does not exist gets one, as with Lambda. */
  public put(group: string, stream: string, message: string): void {
    const events = this.groups.get(group) ?? [];
    events.push({ time: new Date(this.now()), stream, message });
    this.groups.set(group, events);
    this.written(message);
  }

  public eventsOf(group: string): readonly LogEvent[] {
    return this.groups.get(group) ?? [];
  }

  public get names(): string[] {
    return [...this.groups.keys()];
  }

  /** Every line that was ever logged. */
  public get lines(): string[] {
    return [...this.groups.values()].flat().map(({ message }) => message);
  }
}
