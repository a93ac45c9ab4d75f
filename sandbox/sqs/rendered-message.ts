import { md5, md5OfAttributes, type Message } from './message';
import type { Fields } from '../gateway/operations';

/** A message as a consumer gets it, with the attributes that it asked for. */
export function renderMessage(message: Message, parameters: Fields): Fields {
  const { AttributeNames = [], MessageSystemAttributeNames = [], MessageAttributeNames = [] } = parameters;
  const system = systemAttributesOf(message, [...AttributeNames, ...MessageSystemAttributeNames] as string[]);
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) => isWanted(name, MessageAttributeNames as string[])),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(Object.keys(attributes).length > 0 && {
      MessageAttributes: attributes,
      MD5OfMessageAttributes: md5OfAttributes(attributes),
    }),
  };
}

function systemAttributesOf(message: Message, names: readonly string[]): Record<string, string> {
  const all: Record<string, string | undefined> = {
    SenderId: message.senderId,
    SentTimestamp: String(Math.floor(message.sentAt)),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(Math.floor(message.firstReceivedAt!)),
    SequenceNumber: message.sequenceNumber,
    MessageDeduplicationId: message.deduplicationId,
    MessageGroupId: message.groupId,
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.sourceArn,
  };
  const wanted = Object.entries(all).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && (names.includes('All') || names.includes(entry[0])),
  );
  return Object.fromEntries(wanted);
}

/** A name may end in a wildcard. */
const isWanted = (name: string, wanted: readonly string[]): boolean =>
  wanted.some(one => one === 'All' || one === name || (one.endsWith('.*') && name.startsWith(one.slice(0, -1))));
