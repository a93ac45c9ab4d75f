import type { SQSRecord } from 'aws-lambda';
import type { Configuration } from '../configuration';
import type { Lanes, Message } from './lanes';
import { isDone, refused, type Outcome, type Settled } from './outcome';
import { renderItem } from '../item/message-item';
import { Refusal } from '../item/refusal';

/**
 * The lanes of a FIFO queue: one for each message group, in the order of the queue.
 *
 * A message is written once the one before it is in the table, so a reader of the table's stream sees a group in its
 * order too. When one can't be stored, the rest of its group goes back to the queue behind it and the other groups go
 * on.
 */
export class FifoLanes implements Lanes {
  public readonly settled: Settled[] = [];
  private readonly lanes = new Map<string, SQSRecord[]>();

  public constructor(
    records: readonly SQSRecord[],
    private readonly configuration: Configuration,
  ) {
    for (const record of records) {
      const group = groupOf(record);
      this.lanes.set(group, [...(this.lanes.get(group) ?? []), record]);
    }
  }

  public heads(): Message[] {
    const heads = new Map<string, Message>();
    for (const lane of [...this.lanes.values()]) {
      const message = this.render(lane[0]);
      if (message && !heads.has(message.key)) heads.set(message.key, message);
    }
    return [...heads.values()];
  }

  public settle({ record }: Message, outcome: Outcome): void {
    const group = groupOf(record);
    const [head, ...rest] = this.lanes.get(group)!;
    this.settled.push({ record: head, outcome });
    if (isDone(outcome) && rest.length > 0) {
      this.lanes.set(group, rest);
      return;
    }
    for (const later of rest) this.settled.push({ record: later, outcome: GROUP_STOPPED });
    this.lanes.delete(group);
  }

  private render(record: SQSRecord): Message | undefined {
    try {
      return { record, ...renderItem(record, this.configuration) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.settle({ record } as Message, refused(error.reason));
      return undefined;
    }
  }
}

/**
 * Whether messages come from a FIFO queue. A message of a standard queue may name a group too, for fairness, and is not
 * ordered by it.
 */
export function isFifo({ eventSourceARN }: SQSRecord): boolean {
  return eventSourceARN?.endsWith('.fifo') === true;
}

function groupOf({ attributes }: SQSRecord): string {
  return attributes?.MessageGroupId ?? '';
}

const GROUP_STOPPED: Outcome = { kind: 'retryable', cause: 'GroupStopped' };
