import type { SQSRecord } from 'aws-lambda';
import type { InvocationClock } from '../clock';
import type { Configuration } from '../configuration';
import type { Message } from './lanes';
import { OUT_OF_TIME, refused, type Settled } from './outcome';
import { renderItem } from '../item/message-item';
import { Refusal } from '../item/refusal';
import { isFifo } from '../message-group';

/** A message with its item, or what became of one that has none. */
export type Rendering = Message | Settled;

/**
 * Renders the messages of a batch, within the time of the invocation. The answers are in the order of the messages.
 *
 * Small messages are rendered first, and one message may take half of the time at most: one that takes longer is
 * refused by itself and leaves the others their time. In a FIFO queue it waits instead, and its group with it: it could
 * be quicker the next time, and would then be stored out of order.
 */
export function renderBatch(
  records: readonly SQSRecord[],
  configuration: Configuration,
  clock: InvocationClock,
): Rendering[] {
  const limit = clock.remaining() / 2;
  const renderings: Rendering[] = [];
  const indexes = Array.from(records.keys()).sort((a, b) => records[a].body.length - records[b].body.length);
  for (const index of indexes) renderings[index] = render(records[index], configuration, clock, limit);
  return renderings;
}

function render(record: SQSRecord, configuration: Configuration, clock: InvocationClock, limit: number): Rendering {
  const start = clock.remaining();
  if (!(start > 0)) return { record, outcome: OUT_OF_TIME };
  const requireTime = (): void => {
    const remaining = clock.remaining();
    if (start - remaining > limit && !isFifo(record)) throw new Refusal('tooSlow');
    if (start - remaining > limit || remaining <= 0) throw new TimeIsUp();
  };
  try {
    const item = renderItem(record, configuration, requireTime);
    requireTime();
    return { record, ...item };
  } catch (error) {
    if (error instanceof Refusal) return { record, outcome: refused(error.reason) };
    if (error instanceof TimeIsUp) return { record, outcome: OUT_OF_TIME };
    throw error;
  }
}

class TimeIsUp extends Error {
  public readonly name = 'TimeIsUp';
}
