import { Deduplication } from './deduplication';
import { GroupOrder, StandardOrder, type DeliveryOrder } from './delivery-order';
import { newMessage, sizeOf, type Content, type Message } from './message';
import { QueueActivity } from './queue-activity';
import type { QueueAttributes } from './queue-attributes';
import { ReceiptHandles } from './receipt-handles';
import { invalidValue, SqsError } from './sqs-error';
import type { Clock } from '../clock/clock';
import { Timeline } from '../clock/timeline';

/** From a receive until its message must have been deleted, or another one may get it. */
const LONGEST_VISIBILITY = 43_200_000;

export interface QueueOptions {
  readonly name: string;
  readonly arn: string;
  readonly attributes: QueueAttributes;
  readonly clock: Clock;
  /** How many messages may be in flight. */
  readonly inFlightQuota: number;
  /** Where its dead letters go now. */
  readonly deadLetterQueue: () => Queue | undefined;
}

/**
 * A queue with its messages. Nothing in it runs by itself: whoever asks it something sees what the time has made of it.
 * As with SQS, a message becomes a dead letter when it would be received once more than allowed.
 */
export class Queue {
  public readonly created: number;
  /** What is done with it, for its metrics. */
  public readonly activity: QueueActivity;
  private readonly messages = new Map<string, Message>();
  private readonly order: DeliveryOrder;
  private readonly due = new Timeline<() => void>();
  /** What is due for a message: the end of its delay or time-out, and of its retention. */
  private readonly callOffs = new Map<Message, { shown?: () => void; expired?: () => void }>();
  private readonly waiting = new Set<() => void>();
  private readonly deduplication: Deduplication;
  private readonly handles = new ReceiptHandles();
  private inFlight = 0;

  public constructor(private readonly options: QueueOptions) {
    this.created = options.clock.now();
    this.activity = new QueueActivity(() => this.now);
    this.order = options.attributes.isFifo ? new GroupOrder() : new StandardOrder();
    this.deduplication = new Deduplication(options.attributes, options.clock);
  }

  public get name(): string {
    return this.options.name;
  }

  public get arn(): string {
    return this.options.arn;
  }

  public get attributes(): QueueAttributes {
    return this.options.attributes;
  }

  /** How many messages it has of each state. */
  public get counts(): Record<Message['state'], number> {
    this.catchUp();
    const states = [...this.messages.values()].map(({ state }) => state);
    const count = (state: Message['state']): number => states.filter(one => one === state).length;
    return { visible: count('visible'), delayed: count('delayed'), 'in flight': this.inFlight };
  }

  /** Every message in it, the oldest first. */
  public get all(): readonly Message[] {
    this.catchUp();
    return [...this.messages.values()];
  }

  /** Takes a message, or says which one it took earlier if this is the same again. */
  public send(content: Content, senderId: string, delaySeconds?: number): Message {
    this.catchUp();
    return this.deduplication.find(content) ?? this.take(content, senderId, delaySeconds);
  }

  /** Takes a message, whatever it took earlier. */
  public take(content: Content, senderId: string, delaySeconds = this.attributes.number('DelaySeconds')): Message {
    const message = newMessage(content, senderId, this.now, this.deduplication.nextSequenceNumber());
    this.deduplication.note(message);
    this.activity.sent(sizeOf(content));
    this.put(message, delaySeconds * 1000);
    return message;
  }

  /** Takes a message that comes from another queue. */
  public put(message: Message, delay = 0): void {
    this.messages.set(message.id, message);
    message.state = delay > 0 ? 'delayed' : 'visible';
    this.order.add(message);
    const retention = this.attributes.number('MessageRetentionPeriod') * 1000;
    const expired = this.due.add(message.enqueuedAt + retention, () => this.remove(message));
    this.callOffs.set(message, { expired });
    if (delay > 0) this.showAt(message, this.now + delay);
    this.tellWaiting();
  }

  /** Whether a receive would give a message. */
  public get hasMessageToGive(): boolean {
    this.catchUp();
    if (this.inFlight >= this.options.inFlightQuota) return false;
    for (const _ of this.order.candidates()) return true;
    return false;
  }

  /** When something about its messages changes by time alone. */
  public get nextChange(): number {
    return this.due.first()?.at ?? Infinity;
  }

  /** Calls back with each change that may let a message be received; gives the way to end that. */
  public watch(changed: () => void): () => void {
    this.waiting.add(changed);
    return () => this.waiting.delete(changed);
  }

  /** @throws SqsError if too many messages are in flight */
  public receive(most: number, visibilitySeconds = this.attributes.number('VisibilityTimeout')): Message[] {
    this.catchUp();
    const { redrivePolicy } = this.attributes;
    const deadLetterQueue = this.options.deadLetterQueue();
    const received: Message[] = [];
    for (const message of this.order.candidates()) {
      if (deadLetterQueue !== undefined && message.receiveCount >= Number(redrivePolicy!.maxReceiveCount)) {
        this.moveTo(deadLetterQueue, message);
        continue;
      }
      if (this.inFlight >= this.options.inFlightQuota) break;
      this.hand(message, visibilitySeconds * 1000);
      received.push(message);
      if (received.length === most) break;
    }
    this.activity.received(received.length);
    return received;
  }

  /** Whether as many messages are in flight as may be. */
  public get isFull(): boolean {
    this.catchUp();
    return this.inFlight >= this.options.inFlightQuota;
  }

  /** @throws SqsError if the handle is none, or if it has expired for a message of a FIFO queue */
  public delete(receiptHandle: string): void {
    const message = this.messageOf(receiptHandle);
    if (message === undefined || message.receiptHandle !== receiptHandle) return;
    if (this.attributes.isFifo && message.state !== 'in flight') {
      throw invalidValue(receiptHandle, 'ReceiptHandle', 'The receipt handle has expired.');
    }
    this.activity.deleted();
    this.remove(message);
  }

  /** @throws SqsError if the message is not in flight, or would be for longer than SQS allows */
  public changeVisibility(receiptHandle: string, seconds: number): void {
    const message = this.messageOf(receiptHandle);
    if (message === undefined || message.state !== 'in flight' || message.receiptHandle !== receiptHandle) {
      throw new SqsError('MessageNotInflight', `Message ${receiptHandle} is not in flight.`);
    }
    if (this.now + seconds * 1000 > message.receivedAt + LONGEST_VISIBILITY) {
      const reason = 'Total VisibilityTimeout for the message is beyond the limit [43200 seconds]';
      throw invalidValue(seconds, 'VisibilityTimeout', reason);
    }
    this.showAt(message, this.now + seconds * 1000);
    this.catchUp();
    this.tellWaiting();
  }

  public purge(): void {
    for (const message of this.all) this.remove(message);
  }

  /** Takes a message out to put it somewhere else. */
  public remove(message: Message): void {
    if (!this.messages.delete(message.id)) return;
    if (message.state === 'in flight') this.inFlight -= 1;
    const { shown, expired } = this.callOffs.get(message)!;
    shown?.();
    expired?.();
    this.callOffs.delete(message);
    this.order.remove(message);
    this.tellWaiting(); // the next one of its group
  }

  private get now(): number {
    return this.options.clock.now();
  }

  private messageOf(receiptHandle: string): Message | undefined {
    this.catchUp();
    return this.messages.get(this.handles.messageIdOf(receiptHandle));
  }

  private hand(message: Message, visibility: number): void {
    message.receiveCount += 1;
    message.firstReceivedAt ??= this.now;
    message.receivedAt = this.now;
    message.receiptHandle = this.handles.make(message.id);
    this.become(message, 'in flight');
    this.showAt(message, this.now + visibility);
  }

  private moveTo(queue: Queue, message: Message): void {
    this.remove(message);
    const enqueuedAt = queue.attributes.isFifo ? this.now : message.enqueuedAt;
    const { receiveCount: receivesElsewhere } = message;
    const movedAt = this.now;
    queue.put({ ...message, enqueuedAt, movedAt, receivesElsewhere, sourceArn: this.arn, receiptHandle: undefined });
  }

  private showAt(message: Message, time: number): void {
    const callOff = this.callOffs.get(message)!;
    callOff.shown?.();
    callOff.shown = this.due.add(time, () => this.become(message, 'visible'));
  }

  private become(message: Message, state: Message['state']): void {
    if (message.state === 'in flight') this.inFlight -= 1;
    if (state === 'in flight') this.inFlight += 1;
    message.state = state;
    this.order.changed(message);
  }

  private catchUp(): void {
    for (let due = this.due.takeBy(this.now); due !== undefined; due = this.due.takeBy(this.now)) due.value();
  }

  private tellWaiting(): void {
    for (const changed of [...this.waiting]) changed();
  }
}
