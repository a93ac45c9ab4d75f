import { randomUUID } from 'node:crypto';
import type { Identity } from '../iam/identities';

/** Sends to a queue as somebody. @throws what SQS says, if that is not allowed */
type SendMessage = (caller: Identity, queueArn: string, body: string) => Promise<void>;

/** To whom a bucket says what happens in it. */
export interface QueueConfiguration {
  readonly QueueArn: string;
  readonly Events: readonly string[];
  readonly Filter?: {
    readonly Key?: { readonly FilterRules?: readonly { readonly Name: string; readonly Value: string }[] };
  };
}

/** The notifications of buckets to queues. */
export class BucketNotifications {
  private readonly byBucket = new Map<string, readonly QueueConfiguration[]>();

  public constructor(
    private readonly place: { readonly account: string; readonly region: string; readonly now: () => number },
    private readonly sendMessage: SendMessage,
  ) {}

  /**
   * S3 sends a test message to each queue before it accepts a configuration.
   *
   * @throws if it may not send to one of them; then everything is as it was
   */
  public async put(bucket: string, configurations: readonly QueueConfiguration[]): Promise<void> {
    const Time = new Date(this.place.now()).toISOString();
    const test = { Service: 'Amazon S3', Event: 's3:TestEvent', Time, Bucket: bucket, RequestId: randomUUID() };
    for (const { QueueArn } of configurations) {
      await this.send(bucket, QueueArn, test).catch((error: Error) => {
        throw new Error(`Unable to validate the following destination configurations: ${error.message}`);
      });
    }
    this.byBucket.set(bucket, configurations);
  }

  public remove(bucket: string): void {
    this.byBucket.delete(bucket);
  }

  /** @param name such as `ObjectCreated:Put` */
  public async tell(bucket: string, name: string, key: string, size: number): Promise<void> {
    const wanted = (this.byBucket.get(bucket) ?? []).filter(
      ({ Events, Filter }) =>
        Events.some(pattern => isKindOf(name, pattern)) &&
        (Filter?.Key?.FilterRules ?? []).every(({ Name, Value }) =>
          Name.toLowerCase() === 'prefix' ? key.startsWith(Value) : key.endsWith(Value),
        ),
    );
    const record = {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: this.place.region,
      eventTime: new Date(this.place.now()).toISOString(),
      eventName: name,
      s3: {
        s3SchemaVersion: '1.0',
        bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
        object: { key: encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/'), size },
      },
    };
    for (const { QueueArn } of wanted) {
      await this.send(bucket, QueueArn, { Records: [record] }).catch(() => undefined); // what a queue refuses is lost
    }
  }

  private async send(bucket: string, queueArn: string, body: object): Promise<void> {
    const context = { 'aws:SourceArn': `arn:aws:s3:::${bucket}`, 'aws:SourceAccount': this.place.account };
    await this.sendMessage({ principal: 's3.amazonaws.com', context }, queueArn, JSON.stringify(body));
  }
}

/** Whether an event such as `ObjectCreated:Put` is one of `s3:ObjectCreated:*`. */
const isKindOf = (name: string, pattern: string): boolean =>
  pattern.endsWith('*') ? `s3:${name}`.startsWith(pattern.slice(0, -1)) : pattern === `s3:${name}`;
