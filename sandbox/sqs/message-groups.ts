import type { EmulatedQueue } from './emulator';

/** What `local-aws-sqs` keeps of a message. */
interface Entry {
  visible: boolean;
  delayed: boolean;
  readonly record: { readonly MessageId: string; readonly attributes: Record<string, string> };
}

interface Watched {
  readonly queue: EmulatedQueue;
  readonly entry: Entry;
  /** The receive call that holds the message, if one does. */
  heldBy?: number;
}

function messageIdIn(receiptHandle: string): string {
  const text = Buffer.from(receiptHandle, 'base64').toString('utf8');
  return (JSON.parse(text.slice(text.indexOf('{'))) as { MessageId: string }).MessageId;
}

/**
 * Two rules of SQS that `local-aws-sqs` lacks. While a message of a group is in flight, nobody else gets a message of
 * that group; and changing a message's visibility is no further receive.
 */
export class MessageGroups {
  private readonly watched = new Set<Watched>();
  private receives = 0;

  public watch(queue: EmulatedQueue): void {
    const newRecord = queue.newRecord;
    queue.newRecord = (message, delay) => {
      this.forget(other => other.entry.record.MessageId === message.MessageId); // moved here from another queue
      const entry = newRecord(message, delay) as Entry;
      this.add(queue, entry);
      return entry;
    };
    const remove = queue.delete.bind(queue);
    queue.delete = handle => {
      const removed = remove(handle);
      this.forget(other => other.queue === queue && other.entry.record.MessageId === messageIdIn(handle));
      return removed;
    };
    const receive = queue.receive.bind(queue);
    let turn: Promise<unknown> = Promise.resolve();
    queue.receive = async options => {
      const call = async (): Promise<unknown[]> => {
        this.receives += 1;
        return receive(options).finally(() => {
          this.receives += 1;
        });
      };
      if (!queue.FifoQueue) return call();
      turn = turn.then(call, call); // one at a time: who holds what must be clear
      return turn as Promise<unknown[]>;
    };
    const change = queue.changeVisibility.bind(queue);
    queue.changeVisibility = (handle, seconds) => {
      const changed = change(handle, seconds);
      const held = [...this.watched].find(
        other => other.queue === queue && other.entry.record.MessageId === messageIdIn(handle),
      );
      if (changed && held !== undefined) {
        const { attributes } = held.entry.record;
        attributes.ApproximateReceiveCount = String(Number(attributes.ApproximateReceiveCount) - 1);
        held.heldBy = -1; // by its consumer, and no receive of now
      }
      return changed;
    };
  }

  private add(queue: EmulatedQueue, entry: Entry): void {
    const watched: Watched = { queue, entry };
    this.watched.add(watched);
    let { visible, delayed } = entry;
    const setVisible = (value: boolean): void => {
      visible = value;
      watched.heldBy = value ? undefined : this.receives;
    };
    const isKept = (): boolean => delayed || (queue.FifoQueue && visible && this.isGroupHeld(watched));
    Object.defineProperties(entry, {
      visible: { get: () => visible, set: setVisible, enumerable: true },
      delayed: {
        get: isKept,
        set: (value: boolean) => {
          delayed = value;
        },
        enumerable: true,
      },
    });
  }

  private isGroupHeld({ queue, entry }: Watched): boolean {
    const group = entry.record.attributes.MessageGroupId;
    return [...this.watched].some(
      other =>
        other.queue === queue &&
        other.entry.record.attributes.MessageGroupId === group &&
        other.heldBy !== undefined &&
        other.heldBy !== this.receives,
    );
  }

  private forget(matches: (other: Watched) => boolean): void {
    for (const other of this.watched) if (matches(other)) this.watched.delete(other);
  }
}
