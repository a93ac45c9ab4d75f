import type { Content, Message } from './message';
import type { QueueAttributes } from './queue-attributes';
import type { Clock } from '../clock/clock';
import { Timeline } from '../clock/timeline';

/** For how long a FIFO queue takes no second message with one deduplication id. */
const INTERVAL = 5 * 60_000;

const FIRST_SEQUENCE_NUMBER = 18_850_000_000_000_000_000n;

/** What makes a FIFO queue take each message once; a standard queue takes all. */
export class Deduplication {
  private readonly taken = new Map<string, Message>();
  private readonly forgetting = new Timeline<string>();
  private sequenceNumber = FIRST_SEQUENCE_NUMBER;

  public constructor(
    private readonly attributes: QueueAttributes,
    private readonly clock: Clock,
  ) {}

  /** The message that was taken with the same id a short while ago. */
  public find(content: Content): Message | undefined {
    const now = this.clock.now();
    for (let due = this.forgetting.takeBy(now); due !== undefined; due = this.forgetting.takeBy(now)) {
      this.taken.delete(due.value);
    }
    return this.attributes.isFifo ? this.taken.get(this.keyOf(content)) : undefined;
  }

  public note(message: Message): void {
    if (!this.attributes.isFifo) return;
    const key = this.keyOf(message);
    this.taken.set(key, message);
    this.forgetting.add(this.clock.now() + INTERVAL, key);
  }

  public nextSequenceNumber(): string | undefined {
    return this.attributes.isFifo ? String((this.sequenceNumber += 256n)) : undefined;
  }

  private keyOf({ groupId, deduplicationId }: Content): string {
    const isByGroup = this.attributes.get('DeduplicationScope') === 'messageGroup';
    return JSON.stringify([isByGroup ? groupId : '', deduplicationId]);
  }
}
