import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { changeVisibility } from './change-visibility';
import { queueOf } from './queue';
import { renderWaits } from './waits';
import type { Settled } from '../batch/outcome';
import type { InvocationClock } from '../clock';
import type { Waits } from '../configuration';
import { reportUnchanged } from '../report';

/** What is needed to tell the queue. */
export interface QueueContext {
  readonly waits: Waits;
  readonly client: DynamoDBClient;
  readonly clock: InvocationClock;
  readonly requestId: string;
  /** Takes one line of the log. */
  readonly write: (line: string) => void;
}

/**
 * Tells the queue how long each message of a batch waits that was not stored. It never throws: a message of which the
 * queue could not be told waits as long as the queue's own setting says.
 */
export async function tellQueue(settled: readonly Settled[], context: QueueContext): Promise<void> {
  const { waits, client, clock, requestId, write } = context;
  const call = queueOf(waits.queueUrl, client, clock);
  reportUnchanged(await changeVisibility(renderWaits(settled, waits), call, clock), requestId, write);
}
