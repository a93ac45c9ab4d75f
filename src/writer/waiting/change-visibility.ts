import type { Wait } from './waits';
import type { InvocationClock } from '../clock';

/** Changes the visibility of up to ten messages, and answers with the reason for each it could not change. */
export type ChangeCall = (waits: readonly Wait[]) => Promise<readonly string[]>;

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html */
const CALL_MESSAGES = 10;
const PARALLEL_CALLS = 20;
const TRIES = 2;

/**
 * Tells SQS how long each message waits, as far as the time allows. Messages that it could not tell wait as long as the
 * queue's own visibility timeout says.
 *
 * @returns how many messages could not be told, by reason
 */
export async function changeVisibility(
  waits: readonly Wait[],
  call: ChangeCall,
  clock: Pick<InvocationClock, 'remaining'>,
): Promise<ReadonlyMap<string, number>> {
  const unchanged = new Map<string, number>();
  const count = (reason: string, messages = 1): unknown =>
    unchanged.set(reason, (unchanged.get(reason) ?? 0) + messages);
  const calls = divide(waits).values();
  const caller = async (): Promise<void> => {
    for (const part of calls) {
      if (!(clock.remaining() > 0)) count('OutOfTime', part.length);
      else await tell(part, call).then(reasons => reasons.forEach(reason => count(reason)));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_CALLS }, caller));
  return unchanged;
}

async function tell(waits: readonly Wait[], call: ChangeCall): Promise<readonly string[]> {
  let reason = '';
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      return await call(waits);
    } catch (error) {
      reason = (error as Error | undefined)?.name ?? 'UnknownError';
    }
  }
  return waits.map(() => reason);
}

function divide(waits: readonly Wait[]): Wait[][] {
  const calls: Wait[][] = [];
  for (let start = 0; start < waits.length; start += CALL_MESSAGES) {
    calls.push(waits.slice(start, start + CALL_MESSAGES));
  }
  return calls;
}
