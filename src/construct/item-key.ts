/**
 * Source of a key attribute: what makes two messages the same item.
 *
 * A message whose source is missing, empty or longer than DynamoDB takes goes to the dead-letter queue.
 */
export abstract class ItemKey {
  /**
   * The id that SQS gave the message.
   *
   * A message that is delivered twice is one item. A message that is moved out of the dead-letter queue gets another
   * id, so it is another item.
   */
  public static messageId(): ItemKey {
    return new RenderedItemKey({ from: 'messageId' });
  }

  /**
   * The SHA-256 hash of the message body, 64 hexadecimal digits.
   *
   * Two messages of the same body are one item, whenever they were sent and wherever they come from, the dead-letter
   * queue included.
   */
  public static contentHash(): ItemKey {
    return new RenderedItemKey({ from: 'contentHash' });
  }

  /**
   * A field of the message body, which must be a JSON object.
   *
   * A text as it is, a number as the sender wrote it: `1` and `1.0` are two keys.
   *
   * @param field name of the field, with dots between the names on the way to a nested one: `customer.id`
   */
  public static jsonField(field: string): ItemKey {
    return new RenderedItemKey(
      { from: 'jsonField', field },
      FIELD_PATH.test(field),
      'field names with dots between them',
      field,
    );
  }

  /**
   * A message attribute of type String or Number. SQS does not encrypt attributes: choose one that is no secret.
   *
   * @param attribute name of the attribute, 1 to 256 letters, digits, hyphens, underscores and dots
   */
  public static messageAttribute(attribute: string): ItemKey {
    const rule = '1 to 256 letters, digits, hyphens, underscores and dots';
    return new RenderedItemKey(
      { from: 'messageAttribute', attribute },
      ATTRIBUTE_NAME.test(attribute),
      rule,
      attribute,
    );
  }

  /** @internal the part of the writer's configuration that names the source */
  public abstract _render(): Record<string, string>;

  /** @internal what is wrong with it, each a sentence that names the prop it was given for */
  public abstract _check(prop: string): string[];
}

class RenderedItemKey extends ItemKey {
  public constructor(
    private readonly source: Record<string, string>,
    private readonly fits = true,
    private readonly rule = '',
    private readonly got = '',
  ) {
    super();
  }

  public _render(): Record<string, string> {
    return this.source;
  }

  public _check(prop: string): string[] {
    return this.fits ? [] : [`'${prop}' must name ${this.rule}, got ${JSON.stringify(this.got)}`];
  }
}

const FIELD_PATH = /^[^.]+(\.[^.]+)*$/s;

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
const ATTRIBUTE_NAME = /^[A-Za-z0-9_.-]{1,256}$/;
