import { type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { DeadLetterQueue } from './dead-letter-queue';

/** So often may a receive bring nothing new before there is nothing more. */
const EMPTY_RECEIVES = 2;

/**
 * Receives dead letters, each once, until it is enough or nothing new comes. Each comes back by itself after the time
 * for which the others don't see it.
 *
 * @param hiddenSeconds for so long nobody else receives them
 * @param isEnough asked after each receive
 */
export async function receiveDeadLetters(
  { sqs, url }: DeadLetterQueue,
  hiddenSeconds: number,
  isEnough: (messages: ReadonlyMap<string, Message>) => boolean,
): Promise<Map<string, Message>> {
  const found = new Map<string, Message>();
  for (let empty = 0; empty < EMPTY_RECEIVES && !isEnough(found);) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: hiddenSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    const before = found.size;
    for (const message of Messages) found.set(message.MessageId!, message);
    empty = found.size === before ? empty + 1 : 0;
  }
  return found;
}

/** When a message was sent to the queue that it died in. */
export function sentAt({ Attributes = {} }: Message): Date {
  return new Date(Number(Attributes.SentTimestamp ?? 0));
}
