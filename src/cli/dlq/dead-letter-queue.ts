import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Death, readDeaths } from './deaths';
import { clientConfiguration } from '../aws';
import type { Account } from '../deployed/account';
import { askQueueUrl } from '../queue-url';
import type { VerbContext } from '../verb';

/** How many messages wait in the queue, being received or not, and how many are dead. */
export interface Depths {
  readonly waiting: number;
  readonly dead: number;
}

/** The two queues of a stack, as a redriver sees them. */
export class DeadLetterQueue {
  public static async of(context: VerbContext, account: Account): Promise<DeadLetterQueue> {
    const sqs = new SQSClient(clientConfiguration(context.aws));
    const { QueueArn: sourceArn = '', RedrivePolicy = '{}' } = await account.queue();
    const { QueueArn: arn = '' } = await account.deadLetters();
    const { maxReceiveCount } = JSON.parse(RedrivePolicy) as { maxReceiveCount: number };
    const urls = [await askQueueUrl(sqs, sourceArn), await askQueueUrl(sqs, arn)] as const;
    return new DeadLetterQueue(context, account, sqs, arn, sourceArn, urls, Number(maxReceiveCount));
  }

  private constructor(
    private readonly context: VerbContext,
    private readonly account: Account,
    public readonly sqs: SQSClient,
    public readonly arn: string,
    /** The queue that the dead letters were in. */
    public readonly sourceArn: string,
    private readonly urls: readonly [queue: string, deadLetters: string],
    private readonly maxReceiveCount: number,
  ) {}

  public get now(): () => Date {
    return this.context.now;
  }

  public get url(): string {
    return this.urls[1];
  }

  public async depths(): Promise<Depths> {
    const [waiting, dead] = await Promise.all(this.urls.map(async url => this.depthOf(url)));
    return { waiting, dead } as Depths;
  }

  /** What messages died of in the last days, from the writer's log. */
  public async deaths(days = 14): Promise<Death[]> {
    const { LoggingConfig } = await this.account.writer();
    const since = new Date(this.context.now().getTime() - days * DAY);
    return readDeaths(this.context, LoggingConfig?.LogGroup ?? '', this.maxReceiveCount, since);
  }

  private async depthOf(QueueUrl: string): Promise<number> {
    const { Attributes = {} } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: COUNTS }),
    );
    return COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  }
}

const DAY = 86_400_000;
const COUNTS = [
  'ApproximateNumberOfMessages' as const,
  'ApproximateNumberOfMessagesNotVisible' as const,
  'ApproximateNumberOfMessagesDelayed' as const,
];
