import type { Lanes, Message } from './lanes';
import { isDone, isRefused, type Outcome, type Settled } from './outcome';
import type { Rendering } from './render-batch';
import { groupOf } from '../message-group';

/**
 * The lanes of a FIFO queue: one for each message group, in the order of the queue.
 *
 * A message is written once the one before it is in the table, so a reader of the table's stream sees a group in its
 * order too. When one can't be stored now, the rest of its group waits behind it and the other groups go on. A message
 * that can never be stored holds up nobody: its group goes on without it.
 */
export class FifoLanes implements Lanes {
  public readonly settled: Settled[] = [];
  /** What is left of each group, the last message first. */
  private readonly lanes = new Map<string, Message[]>();

  public constructor(renderings: readonly Rendering[]) {
    const stopped = new Set<string>();
    for (const rendering of renderings) {
      const group = groupOf(rendering.record);
      if ('outcome' in rendering) {
        this.settled.push(rendering);
        if (!isRefused(rendering.outcome)) stopped.add(group);
      } else if (stopped.has(group)) {
        this.settled.push({ record: rendering.record, outcome: GROUP_STOPPED });
      } else {
        this.add(group, rendering);
      }
    }
    for (const lane of this.lanes.values()) lane.reverse();
  }

  public heads(): Message[] {
    const heads = new Map<string, Message>();
    for (const lane of this.lanes.values()) {
      const head = lane[lane.length - 1];
      if (!heads.has(head.key)) heads.set(head.key, head);
    }
    return [...heads.values()];
  }

  public settle({ record }: Message, outcome: Outcome): void {
    const group = groupOf(record);
    const lane = this.lanes.get(group)!;
    lane.pop();
    this.settled.push({ record, outcome });
    if (!isDone(outcome) && !isRefused(outcome)) {
      for (const later of lane.splice(0).reverse()) this.settled.push({ record: later.record, outcome: GROUP_STOPPED });
    }
    if (lane.length === 0) this.lanes.delete(group);
  }

  private add(group: string, message: Message): void {
    const lane = this.lanes.get(group);
    if (lane) lane.push(message);
    else this.lanes.set(group, [message]);
  }
}

const GROUP_STOPPED: Outcome = { kind: 'retryable', cause: 'GroupStopped' };
