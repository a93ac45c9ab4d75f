/**
 * Where the value of a key attribute comes from. Messages with the same value are one item.
 *
 * A message goes to the dead-letter queue if that value is missing, empty or longer than DynamoDB takes.
 */
export class ItemKey {
  /**
   * The id that SQS gave the message.
   *
   * A message that is delivered twice is one item. A message that is moved out of the dead-letter queue gets another
   * id, so it is another item.
   */
  public static messageId(): ItemKey {
    return new ItemKey({ from: 'messageId' });
  }

  /**
   * The SHA-256 hash of the message body, 64 hexadecimal digits.
   *
   * Two messages with the same body are one item, whenever they were sent and wherever they come from, the dead-letter
   * queue included.
   */
  public static contentHash(): ItemKey {
    return new ItemKey({ from: 'contentHash' });
  }

  /**
   * A field of the message body, which must be a JSON object.
   *
   * A text is taken as it is, a number as the sender wrote it: `1` and `1.0` are two keys.
   *
   * @param field name of the field, with dots between the names on the way to a nested one: `customer.id`
   */
  public static jsonField(field: string): ItemKey {
    return new ItemKey({ from: 'jsonField', field }, [FIELD_PATH, 'field names with dots between them', field]);
  }

  /**
   * A message attribute of type String or Number. SQS does not encrypt attributes: choose one that is no secret.
   *
   * @param attribute name of the attribute, 1 to 256 letters, digits, hyphens, underscores and dots
   */
  public static messageAttribute(attribute: string): ItemKey {
    const rule = '1 to 256 letters, digits, hyphens, underscores and dots';
    return new ItemKey({ from: 'messageAttribute', attribute }, [ATTRIBUTE_NAME, rule, attribute]);
  }

  private constructor(
    private readonly source: Readonly<Record<string, string>>,
    private readonly name?: readonly [pattern: RegExp, rule: string, got: unknown],
  ) {}

  /** @internal the part of the writer's configuration that names the source */
  public _render(): Readonly<Record<string, string>> {
    return this.source;
  }

  /** @internal what is wrong with it, each problem a sentence that names the prop it was given for */
  public _check(prop: string): string[] {
    if (!this.name) return [];
    const [pattern, rule, got] = this.name;
    const fits = typeof got === 'string' && pattern.test(got);
    return fits
      ? []
      : [`'${prop}' must name ${rule}, got ${typeof got === 'string' ? JSON.stringify(got) : typeof got}`];
  }
}

const FIELD_PATH = /^[^.]+(\.[^.]+)*$/s;

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
const ATTRIBUTE_NAME = /^[A-Za-z0-9_.-]{1,256}$/;
