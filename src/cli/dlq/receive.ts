import { type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { DeadLetterQueue } from './dead-letter-queue';

/** A message of the dead-letter queue, and how long nobody else receives it. */
export type DeadLetter = Message & { readonly hiddenUntil: Date };

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
  { now, sqs, url }: DeadLetterQueue,
  hiddenSeconds: number,
  isEnough: (messages: ReadonlyMap<string, DeadLetter>) => boolean,
): Promise<Map<string, DeadLetter>> {
  const found = new Map<string, DeadLetter>();
  for (let empty = 0; empty < EMPTY_RECEIVES && !isEnough(found);) {
    const hiddenUntil = new Date(now().getTime() + hiddenSeconds * 1000);
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
    for (const message of Messages) found.set(message.MessageId!, { ...message, hiddenUntil });
    empty = found.size === before ? empty + 1 : 0;
  }
  return found;
}

/** When a message was sent to the queue that it died in. */
export function sentAt({ Attributes = {} }: Message): Date {
  return new Date(Number(Attributes.SentTimestamp ?? 0));
}
