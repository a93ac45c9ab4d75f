/**
 * Form in which an item keeps the body of its message.
 */
export abstract class MessageBody {
  /**
   * The body as it is, in the attribute `body`.
   */
  public static text(): MessageBody {
    return new RenderedMessageBody({ as: 'text', attribute: 'body' });
  }

  /**
   * An attribute for each field of the body, which must be a JSON object.
   *
   * Numbers keep every digit, up to the 38 that DynamoDB holds. A message goes to the dead-letter queue if it is no
   * JSON object, names a field twice, nests over 32 levels, or has a field of the same name and another value as an
   * attribute the writer sets: nothing is dropped silently.
   */
  public static jsonFields(): MessageBody {
    return new RenderedMessageBody({ as: 'json' });
  }

  /** @internal the part of the writer's configuration that says what becomes of a body */
  public abstract _render(): Record<string, string>;
}

class RenderedMessageBody extends MessageBody {
  public constructor(private readonly mapping: Record<string, string>) {
    super();
  }

  public _render(): Record<string, string> {
    return this.mapping;
  }
}
