import { setTimeout as delay } from 'node:timers/promises';
import type { EmulatedQueue } from './emulator';
import type { SqsRequest } from './request';

const PAUSE_MILLISECONDS = 20;

function hasMessageToGive(queue: EmulatedQueue): boolean {
  const counts = queue.getAttributes([
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
  ]) as Record<string, string>;
  return Number(counts.ApproximateNumberOfMessages) > Number(counts.ApproximateNumberOfMessagesNotVisible);
}

/**
 * Long polling that ends with the first message: `local-aws-sqs` waits out the whole time unless the batch is full.
 *
 * @returns whether there is a message to give
 */
export async function waitForMessage(
  queue: EmulatedQueue,
  { parameters }: SqsRequest,
  isOver: () => boolean,
): Promise<boolean> {
  const seconds = Number(parameters.WaitTimeSeconds ?? queue.ReceiveMessageWaitTimeSeconds);
  const deadline = Date.now() + seconds * 1000;
  while (!hasMessageToGive(queue)) {
    if (isOver() || Date.now() >= deadline) return false;
    await delay(PAUSE_MILLISECONDS);
  }
  return true;
}

/**
 * The request as `local-aws-sqs` understands it: it does not wait, and knows system attributes by their former name.
 */
export function renderShortPoll({ protocol, parameters }: SqsRequest): string {
  if (protocol === 'json') {
    const { MessageSystemAttributeNames = [], AttributeNames = [], ...others } = parameters as Record<string, string[]>;
    return JSON.stringify({
      ...others,
      AttributeNames: [...AttributeNames, ...MessageSystemAttributeNames],
      WaitTimeSeconds: 0,
    });
  }
  const renamed = Object.entries({ ...parameters, WaitTimeSeconds: 0 }).map(([name, value]) => [
    name.replace(/^MessageSystemAttributeName\./, 'AttributeName.'),
    String(value),
  ]);
  return new URLSearchParams(Object.fromEntries(renamed) as Record<string, string>).toString();
}
