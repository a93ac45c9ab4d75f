/**
 * Effect of a message on the item that has its key already.
 */
export abstract class WriteMode {
  /**
   * The message replaces the item: the last one written wins.
   *
   * Up to 25 messages go in one call, which is several times cheaper in time than `insertOnly`.
   */
  public static overwrite(): WriteMode {
    return new RenderedWriteMode('overwrite');
  }

  /**
   * The item stays and the message is done: the first one written wins.
   *
   * DynamoDB has no batch of conditional writes, so each message is a call of its own.
   */
  public static insertOnly(): WriteMode {
    return new RenderedWriteMode('insertOnly');
  }

  /** @internal the mode as the writer's configuration names it */
  public abstract _render(): string;
}

class RenderedWriteMode extends WriteMode {
  public constructor(private readonly mode: string) {
    super();
  }

  public _render(): string {
    return this.mode;
  }
}
