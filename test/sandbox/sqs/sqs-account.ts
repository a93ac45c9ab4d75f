import { TestClock } from '../../../sandbox/clock/test-clock';
import { ServiceFaults } from '../../../sandbox/faults/service-faults';
import { allowEverything } from '../../../sandbox/iam/authorization';
import { Queues } from '../../../sandbox/sqs/queues';
import { SqsService } from '../../../sandbox/sqs/service';

type Json = Record<string, any>;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const OWNER = { principal: 'arn:aws:iam::111122223333:role/Owner', context: {} };

/** SQS in this process, on a clock of its own: no server and no key. */
export class SqsAccount {
  public readonly clock = new TestClock(0);
  public readonly queues: Queues;
  public readonly faults = new ServiceFaults();
  private readonly service: SqsService;

  public constructor(inFlightQuota?: number) {
    const place = { account: '111122223333', region: 'eu-west-1', clock: this.clock };
    this.queues = new Queues({ ...place, inFlightQuota });
    const keys = { useToSend: async () => undefined, useToReceive: async () => undefined };
    const endpoint = 'http://sandbox';
    const { queues, faults } = this;
    this.service = new SqsService({ ...place, endpoint, queues, faults, keys, authorize: allowEverything });
  }

  /** Calls as on the wire. */
  public async call(operation: string, parameters: Json, abandoned?: AbortSignal): Promise<Json> {
    return this.clock.during(async () => this.service.call(OWNER, operation, parameters, abandoned));
  }

  /** Makes a queue; a number among its attributes may be one. */
  public async create(QueueName: string, Attributes: Json = {}): Promise<string> {
    const { QueueUrl } = await this.call('CreateQueue', { QueueName, Attributes });
    return QueueUrl as string;
  }

  public async send(QueueUrl: string, MessageBody: string, more: Json = {}): Promise<Json> {
    return this.call('SendMessage', { QueueUrl, MessageBody, ...more });
  }

  public async receive(QueueUrl: string, more: Json = {}): Promise<Json[]> {
    const asked = { QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'], ...more };
    return ((await this.call('ReceiveMessage', asked)).Messages ?? []) as Json[];
  }

  public async bodies(QueueUrl: string, more: Json = {}): Promise<string[]> {
    return (await this.receive(QueueUrl, more)).map(({ Body }) => Body as string);
  }

  /** How many messages are visible, delayed and in flight. */
  public async counts(QueueUrl: string): Promise<number[]> {
    const names = ['', 'Delayed', 'NotVisible'].map(state => `ApproximateNumberOfMessages${state}`);
    const { Attributes } = await this.call('GetQueueAttributes', { QueueUrl, AttributeNames: names });
    return names.map(name => Number(Attributes[name]));
  }
}
