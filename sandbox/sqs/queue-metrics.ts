import type { Message } from './message';
import type { Queue } from './queue';
import type { Measure } from '../cloudwatch/metric';

/** A message that was received so often no longer counts for the age of the oldest one. */
const POISON_RECEIVES = 3;

/**
 * Measures a queue as SQS does each minute, if it is active. What depends on messages is only there with them.
 *
 * @param at the minute that is measured
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function measureQueue(queue: Queue, measure: Measure, now: number, at: number): void {
  const messages = queue.all;
  if (messages.length > 0) queue.activity.touch();
  if (!queue.activity.isActive) return;
  const { sent, received, deleted, emptyReceives, sizes } = queue.activity.take();
  const put = (name: string, values: readonly number[], unit = 'Count'): void => {
    if (values.length > 0) {
      measure({ namespace: 'AWS/SQS', name, dimensions: { QueueName: queue.name }, values, unit, at });
    }
  };
  const { visible, delayed, 'in flight': inFlight } = queue.counts;
  put('NumberOfMessagesSent', [sent]);
  put('NumberOfMessagesReceived', [received]);
  put('NumberOfMessagesDeleted', [deleted]);
  put('NumberOfEmptyReceives', [emptyReceives]);
  put('SentMessageSize', sizes, 'Bytes');
  put('ApproximateNumberOfMessagesVisible', [visible]);
  if (inFlight > 0) put('ApproximateNumberOfMessagesNotVisible', [inFlight]);
  if (delayed > 0) put('ApproximateNumberOfMessagesDelayed', [delayed]);
  const oldest = Math.min(...messages.filter(message => isCounted(message, queue)).map(sinceOf));
  if (oldest < Infinity) put('ApproximateAgeOfOldestMessage', [Math.floor((now - oldest) / 1000)], 'Seconds');
}

/** On a FIFO queue, every message counts; a dead letter counts by its receives since it is one. */
const isCounted = ({ receiveCount, receivesElsewhere = 0 }: Message, { attributes }: Queue): boolean =>
  attributes.isFifo || receiveCount - receivesElsewhere < POISON_RECEIVES;

/** A dead letter is as old as its move. */
const sinceOf = ({ enqueuedAt, movedAt }: Message): number => movedAt ?? enqueuedAt;
