import { createHash } from 'node:crypto';
import { sizeOf, type Content, type MessageAttribute } from './message';
import type { QueueAttributes } from './queue-attributes';
import { invalid, invalidValue, missing, SqsError } from './sqs-error';
import type { Fields } from '../gateway/operations';

/** The characters that a body can hold. */
const ALLOWED = /^[\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/**
 * Reads what a producer sends.
 *
 * @throws SqsError if the queue does not take it
 */
export function parseContent(
  entry: Fields,
  queue: QueueAttributes,
): { readonly content: Content; readonly delaySeconds?: number } {
  const { MessageBody, MessageAttributes = {}, MessageSystemAttributes = {}, DelaySeconds } = entry;
  if (MessageBody === undefined || MessageBody === '') throw missing('MessageBody');
  const attributes = MessageAttributes as Record<string, MessageAttribute>;
  requireAttributes(attributes);
  const body = String(MessageBody);
  if (!ALLOWED.test(body)) {
    throw new SqsError('InvalidMessageContents', 'Invalid binary character was found in the message body.');
  }
  const most = queue.number('MaximumMessageSize');
  if (sizeOf({ body, attributes }) > most) {
    throw invalid(`One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`);
  }
  const traceHeader = MessageSystemAttributes.AWSTraceHeader?.StringValue as string | undefined;
  return {
    content: { body, attributes, traceHeader, ...groupOf(entry, queue) },
    delaySeconds: delayOf(DelaySeconds, queue),
  };
}

function requireAttributes(attributes: Readonly<Record<string, MessageAttribute>>): void {
  const count = Object.keys(attributes).length;
  if (count > 10) throw invalid(`Number of message attributes [${count}] exceeds the allowed maximum [10].`);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    if (!/^(String|Number|Binary)(\..*)?$/.test(DataType ?? '')) {
      throw invalid(
        `The type of message attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
      );
    }
    if ((StringValue ?? BinaryValue ?? '') === '') {
      throw invalid(
        `The message attribute '${name}' must contain a non-empty message attribute value for message attribute type '${DataType}'.`,
      );
    }
  }
}

function delayOf(given: unknown, queue: QueueAttributes): number | undefined {
  if (given === undefined) return undefined;
  const seconds = Number(given);
  if (!(seconds >= 0 && seconds <= 900)) {
    throw invalidValue(given, 'DelaySeconds', 'DelaySeconds must be >= 0 and <= 900.');
  }
  if (queue.isFifo && seconds > 0) {
    throw invalidValue(given, 'DelaySeconds', 'The request include parameter that is not valid for this queue type.');
  }
  return queue.isFifo ? undefined : seconds;
}

function groupOf(
  { MessageBody, MessageGroupId, MessageDeduplicationId }: Fields,
  queue: QueueAttributes,
): Pick<Content, 'groupId' | 'deduplicationId'> {
  if (!queue.isFifo) return { groupId: MessageGroupId as string | undefined };
  if (MessageGroupId === undefined) throw missing('MessageGroupId');
  const isByContent = queue.get('ContentBasedDeduplication') === 'true';
  if (MessageDeduplicationId === undefined && !isByContent) {
    throw invalid(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  const digest = (): string => createHash('sha256').update(String(MessageBody)).digest('hex');
  return { groupId: String(MessageGroupId), deduplicationId: String(MessageDeduplicationId ?? digest()) };
}
