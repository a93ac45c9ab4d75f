import { BODY_ATTRIBUTE } from '../item-attributes';

/**
 * How an item keeps the body of its message.
 */
export class MessageBody {
  /**
   * Keeps the body as it is, in the attribute `body`.
   */
  public static text(): MessageBody {
    return new MessageBody({ as: 'text', attribute: BODY_ATTRIBUTE });
  }

  /**
   * Makes an attribute of each field of the body, which must be a JSON object.
   *
   * Numbers keep every digit, up to the 38 that DynamoDB holds. A message goes to the dead-letter queue if its body is
   * not a JSON object, names a field twice, nests over 32 levels, or has a field of the same name and another value as
   * an attribute the writer sets: nothing is dropped silently.
   */
  public static jsonFields(): MessageBody {
    return new MessageBody({ as: 'json' });
  }

  private constructor(private readonly mapping: Readonly<Record<string, string>>) {}

  /** @internal the part of the writer's configuration that says how a body is kept */
  public _render(): Readonly<Record<string, string>> {
    return this.mapping;
  }
}
