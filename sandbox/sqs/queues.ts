import { Queue } from './queue';
import { QueueAttributes } from './queue-attributes';
import { invalid, invalidValue, SqsError } from './sqs-error';
import type { Clock } from '../clock/clock';

export interface QueuesOptions {
  readonly account: string;
  readonly region: string;
  readonly clock: Clock;
  /**
   * How many messages of a queue may be in flight.
   *
   * @default 120000, for both kinds of queues
   */
  readonly inFlightQuota?: number;
}

type Attributes = Readonly<Record<string, unknown>>;

/** Every queue of the account. */
export class Queues {
  private readonly queues = new Map<string, Queue>();

  public constructor(private readonly options: QueuesOptions) {}

  public get all(): readonly Queue[] {
    return [...this.queues.values()];
  }

  public arnOf(name: string): string {
    return `arn:aws:sqs:${this.options.region}:${this.options.account}:${name}`;
  }

  public find(name: string | undefined): Queue | undefined {
    return this.queues.get(name ?? '');
  }

  /** @throws SqsError if there is none of this name */
  public require(name: string | undefined): Queue {
    const queue = this.find(name);
    if (queue === undefined) throw new SqsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  }

  /** The queues whose dead letters go to this one. */
  public sourcesOf({ arn }: Queue): Queue[] {
    return this.all.filter(({ attributes }) => attributes.redrivePolicy?.deadLetterTargetArn === arn);
  }

  /** @throws SqsError if an attribute is wrong, or if there is such a queue with other attributes */
  public create(name: string, given: Attributes): Queue {
    const attributes = new QueueAttributes();
    attributes.set(given);
    this.requireName(name, attributes);
    const former = this.find(name);
    if (former !== undefined) {
      const isSame = Object.entries(given).every(([key, value]) => former.attributes.get(key) === String(value));
      if (isSame) return former;
      throw new SqsError(
        'QueueNameExists',
        `A queue already exists with the same name and a different value for an attribute.`,
      );
    }
    this.requireDeadLetterQueue(attributes, this.arnOf(name));
    const { clock, inFlightQuota = 120_000 } = this.options;
    const deadLetterQueue = (): Queue | undefined => this.targetOf(attributes);
    const queue = new Queue({ name, arn: this.arnOf(name), attributes, clock, inFlightQuota, deadLetterQueue });
    this.queues.set(name, queue);
    return queue;
  }

  /** @throws SqsError if one is wrong; then none is set */
  public setAttributes(queue: Queue, given: Attributes): void {
    if ('FifoQueue' in given && String(given.FifoQueue) !== String(queue.attributes.isFifo)) {
      throw new SqsError('InvalidAttributeName', 'Unknown Attribute FifoQueue.');
    }
    const planned = new QueueAttributes();
    planned.set(given);
    this.requireDeadLetterQueue(planned, queue.arn, queue.attributes.isFifo);
    queue.attributes.set(given);
  }

  public delete(queue: Queue): void {
    this.queues.delete(queue.name);
  }

  private targetOf({ redrivePolicy }: QueueAttributes): Queue | undefined {
    return this.all.find(({ arn }) => arn === redrivePolicy?.deadLetterTargetArn);
  }

  private requireName(name: string, { isFifo }: QueueAttributes): void {
    if (!/^[\w-]{1,80}$/.test(name.replace(/\.fifo$/, isFifo ? '' : '.')) || name.length > 80) {
      throw invalid(
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length; the name of a FIFO queue must end with .fifo',
      );
    }
    if (isFifo && !name.endsWith('.fifo')) throw invalid('The name of a FIFO queue can only end with .fifo');
  }

  /** A dead-letter queue exists, is of the same kind, and lets the source in. */
  private requireDeadLetterQueue(attributes: QueueAttributes, sourceArn: string, isFifo = attributes.isFifo): void {
    if (attributes.redrivePolicy === undefined) return;
    const refuse = (reason: string): SqsError => invalidValue(attributes.get('RedrivePolicy'), 'RedrivePolicy', reason);
    const target = this.targetOf(attributes);
    if (target === undefined) throw refuse('Dead letter target does not exist.');
    if (target.attributes.isFifo !== isFifo) {
      throw refuse('Dead-letter queue must be same type of queue as the source.');
    }
    const { redrivePermission = 'allowAll', sourceQueueArns = [] } = JSON.parse(
      target.attributes.get('RedriveAllowPolicy') ?? '{}',
    ) as { redrivePermission?: string; sourceQueueArns?: string[] };
    const isLetIn =
      redrivePermission === 'allowAll' || (redrivePermission === 'byQueue' && sourceQueueArns.includes(sourceArn));
    if (!isLetIn) throw refuse('Queue does not have permission to use the dead-letter queue.');
  }
}
