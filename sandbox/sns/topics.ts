import { randomUUID } from 'node:crypto';
import { defaultTopicPolicy } from './topic-policy';

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Whether its owner has said that it is wanted: nobody does in the sandbox, where mail has to be confirmed. */
  readonly isConfirmed: boolean;
}

export interface Topic {
  readonly arn: string;
  readonly name: string;
  /** As `SetTopicAttributes` takes them, `Policy` included. */
  readonly attributes: Map<string, string>;
  readonly subscriptions: Subscription[];
}

/** A message as a topic took it, kept for whoever wants to see it. */
export interface PublishedMessage {
  readonly id: string;
  readonly topicArn: string;
  readonly subject?: string;
  readonly message: string;
  /** Who published it: an ARN, or a service such as `events.amazonaws.com`. */
  readonly publisher: string;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** What brings a message to a subscription of a protocol. */
export type Deliver = (message: PublishedMessage, subscription: Subscription) => Promise<void>;

export interface TopicsOptions {
  readonly account: string;
  readonly region: string;
  readonly now: () => number;
  /** Told of each message that a topic took. */
  readonly told?: (message: PublishedMessage) => void;
}

/** These need no answer to a letter. */
const CONFIRMED_AT_ONCE = ['sqs', 'lambda', 'firehose', 'sms', 'application'];

/** Every topic of the account. */
export class Topics {
  /** Every message that was published, oldest first. */
  public readonly published: PublishedMessage[] = [];
  private readonly topics = new Map<string, Topic>();
  private readonly deliveries = new Map<string, Deliver>();

  public constructor(private readonly options: TopicsOptions) {}

  public get all(): readonly Topic[] {
    return [...this.topics.values()];
  }

  public find(arn: string): Topic | undefined {
    return this.topics.get(arn);
  }

  public arnOf(name: string): string {
    return `arn:aws:sns:${this.options.region}:${this.options.account}:${name}`;
  }

  /** Makes a topic, or gives the one that has this name. */
  public create(name: string, attributes: Readonly<Record<string, string>> = {}): Topic {
    const arn = this.arnOf(name);
    const topic = this.topics.get(arn) ?? { arn, name, attributes: new Map<string, string>(), subscriptions: [] };
    for (const [key, value] of Object.entries(attributes)) topic.attributes.set(key, value);
    this.topics.set(arn, topic);
    return topic;
  }

  public delete(arn: string): void {
    this.topics.delete(arn);
  }

  public policyOf(arn: string): string | undefined {
    const topic = this.topics.get(arn);
    return topic && (topic.attributes.get('Policy') ?? defaultTopicPolicy(arn, this.options.account));
  }

  public subscribe(
    topic: Topic,
    protocol: string,
    endpoint: string,
    attributes: Subscription['attributes'] = {},
  ): Subscription {
    const former = topic.subscriptions.find(one => one.protocol === protocol && one.endpoint === endpoint);
    if (former !== undefined) return former;
    const arn = `${topic.arn}:${randomUUID()}`;
    const isConfirmed = CONFIRMED_AT_ONCE.includes(protocol);
    const subscription = { arn, topicArn: topic.arn, protocol, endpoint, attributes, isConfirmed };
    topic.subscriptions.push(subscription);
    return subscription;
  }

  public unsubscribe(arn: string): void {
    for (const { subscriptions } of this.topics.values()) {
      const index = subscriptions.findIndex(one => one.arn === arn);
      if (index >= 0) subscriptions.splice(index, 1);
    }
  }

  /** Says how messages reach subscriptions of a protocol; those of the others are only kept. */
  public deliverBy(protocol: string, deliver: Deliver): void {
    this.deliveries.set(protocol, deliver);
  }

  /** Takes a message of somebody who may publish it. */
  public async publish(topic: Topic, publisher: string, message: string, subject?: string): Promise<PublishedMessage> {
    const published = { id: randomUUID(), topicArn: topic.arn, subject, message, publisher, at: this.options.now() };
    this.published.push(published);
    this.options.told?.(published);
    for (const subscription of topic.subscriptions.filter(({ isConfirmed }) => isConfirmed)) {
      await this.deliveries.get(subscription.protocol)?.(published, subscription);
    }
    return published;
  }
}
