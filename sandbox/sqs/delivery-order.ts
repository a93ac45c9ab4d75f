import type { Message } from './message';

/** Which visible message a consumer gets next. */
export interface DeliveryOrder {
  /** Takes note of a message, visible or not. */
  add(message: Message): void;
  remove(message: Message): void;
  /** To be told after the state of a message changed. */
  changed(message: Message): void;
  /** The messages that could be received now, in order, while they are being received. */
  candidates(): Iterable<Message>;
}

/** The order of a standard queue: what became visible first. */
export class StandardOrder implements DeliveryOrder {
  private readonly visible = new Set<Message>();

  public add(message: Message): void {
    this.changed(message);
  }

  public remove(message: Message): void {
    this.visible.delete(message);
  }

  public changed(message: Message): void {
    if (message.state === 'visible') this.visible.add(message);
    else this.visible.delete(message);
  }

  public candidates(): Iterable<Message> {
    return this.visible;
  }
}

interface Group {
  /** In the order in which they were sent. */
  readonly messages: Set<Message>;
  readonly inFlight: Set<Message>;
}

/** The order of a FIFO queue: by group, and while a message of a group is in flight nobody gets another one of it. */
export class GroupOrder implements DeliveryOrder {
  private readonly groups = new Map<string, Group>();
  /** The groups of which a message can be received, the one that waits longest first. */
  private readonly open = new Map<string, Group>();

  public add(message: Message): void {
    const group = this.groups.get(message.groupId!) ?? { messages: new Set(), inFlight: new Set() };
    this.groups.set(message.groupId!, group);
    group.messages.add(message);
    this.changed(message);
  }

  public remove(message: Message): void {
    const group = this.groups.get(message.groupId!)!;
    group.messages.delete(message);
    group.inFlight.delete(message);
    if (group.messages.size === 0) this.groups.delete(message.groupId!);
    this.reopen(message.groupId!, group);
  }

  public changed(message: Message): void {
    const group = this.groups.get(message.groupId!)!;
    if (message.state === 'in flight') group.inFlight.add(message);
    else group.inFlight.delete(message);
    this.reopen(message.groupId!, group);
  }

  public *candidates(): Iterable<Message> {
    for (const group of this.open.values()) {
      for (const message of group.messages) {
        if (message.state !== 'visible') break;
        yield message;
      }
    }
  }

  private reopen(id: string, { messages, inFlight }: Group): void {
    const [head] = messages;
    if (inFlight.size > 0 || head?.state !== 'visible') this.open.delete(id);
    else if (!this.open.has(id)) this.open.set(id, this.groups.get(id)!);
  }
}
