import { createHash, randomUUID } from 'node:crypto';

/** An attribute as it is on the wire: a binary value in base64. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** What a producer gives. */
export interface Content {
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly traceHeader?: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

/** A message in a queue. */
export interface Message extends Content {
  readonly id: string;
  readonly senderId: string;
  readonly sentAt: number;
  readonly sequenceNumber?: string;
  /** From when its retention counts: a move to a dead-letter queue of the standard kind does not change it. */
  readonly enqueuedAt: number;
  /** The queue whose dead letter it is. */
  readonly sourceArn?: string;
  /** When it became a dead letter. */
  readonly movedAt?: number;
  /** How many of its receives were before that. */
  readonly receivesElsewhere?: number;
  receiveCount: number;
  firstReceivedAt?: number;
  /** When it was received last, which is where the longest visibility counts from. */
  receivedAt: number;
  /** Of its latest receive. */
  receiptHandle?: string;
  state: 'visible' | 'delayed' | 'in flight';
}

export function newMessage(content: Content, senderId: string, now: number, sequenceNumber?: string): Message {
  return {
    ...content,
    id: randomUUID(),
    senderId,
    sentAt: now,
    enqueuedAt: now,
    sequenceNumber,
    receiveCount: 0,
    receivedAt: 0,
    state: 'visible',
  };
}

/** What counts for the largest size of a message. */
export function sizeOf({ body, attributes }: Pick<Content, 'body' | 'attributes'>): number {
  const sizes = Object.entries(attributes).map(
    ([name, { DataType, StringValue = '', BinaryValue = '' }]) =>
      Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, 'base64'),
  );
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(body));
}

export const md5 = (text: string | Buffer): string => createHash('md5').update(text).digest('hex');

const withLength = (value: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return Buffer.concat([length, value]);
};

/** The digest of a message's attributes, which a client can compare with its own; none if there are none. */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const parts = names.flatMap(name => {
    const { DataType, StringValue, BinaryValue } = attributes[name];
    const isBinary = DataType.startsWith('Binary');
    return [
      withLength(Buffer.from(name)),
      withLength(Buffer.from(DataType)),
      Buffer.from([isBinary ? 2 : 1]),
      withLength(isBinary ? Buffer.from(BinaryValue ?? '', 'base64') : Buffer.from(StringValue ?? '')),
    ];
  });
  return md5(Buffer.concat(parts));
}
