/**
 * What happens when a message has the key of an item that exists already.
 */
export class WriteMode {
  /**
   * The message replaces the item: the last one written wins.
   *
   * Up to 25 messages go in one call, which takes a fraction of the time of `insertOnly`.
   */
  public static overwrite(): WriteMode {
    return new WriteMode('overwrite');
  }

  /**
   * The item stays, and the message counts as stored: the first one written wins.
   *
   * DynamoDB has no batch of conditional writes, so each message takes a call of its own.
   */
  public static insertOnly(): WriteMode {
    return new WriteMode('insertOnly');
  }

  private constructor(private readonly mode: string) {}

  /** @internal the mode as the writer's configuration names it */
  public _render(): string {
    return this.mode;
  }
}
