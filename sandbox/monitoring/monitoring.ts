import { deliverToQueue, publishAs, type SendToQueue } from './deliveries';
import { measureKeyUse } from './key-use';
import { tellOfRotation, watchKeys } from './keys-over-time';
import type { Clock } from '../clock/clock';
import { renderKmsRecord } from '../cloudtrail/kms-record';
import { Trail } from '../cloudtrail/trail';
import { Alarms } from '../cloudwatch/alarms';
import { Dashboards } from '../cloudwatch/dashboards';
import { parseEmbeddedMetrics } from '../cloudwatch/embedded-metrics';
import { MetricStore, MINUTE } from '../cloudwatch/metric-store';
import { EventBus } from '../events/event-bus';
import type { Authorize } from '../iam/authorization';
import type { KeyStore } from '../kms/key-store';
import type { AnsweredCall } from '../kms/operation';
import { Topics, type PublishedMessage } from '../sns/topics';
import { measureQueue } from '../sqs/queue-metrics';
import type { Queues } from '../sqs/queues';

export interface MonitoringOptions {
  readonly account: string;
  readonly region: string;
  readonly clock: Clock;
  /** Told of each message that a topic took. */
  readonly told?: (message: PublishedMessage) => void;
  /** What there is to monitor, once it is there. */
  readonly monitored: () => Monitored;
}

export interface Monitored {
  readonly keys: KeyStore;
  readonly queues: Queues;
  /** Takes note of the tables that DynamoDB can't decrypt now. */
  readonly checkTables: (now: number) => void;
  /** Decides what services may do. */
  readonly authorize: Authorize;
  readonly sendToQueue: SendToQueue;
}

/** What watches the account: CloudWatch, EventBridge, CloudTrail, and the topics they tell. */
export class Monitoring {
  public readonly metrics: MetricStore;
  public readonly topics: Topics;
  public readonly alarms: Alarms;
  public readonly dashboards = new Dashboards();
  public readonly bus: EventBus;
  public readonly trail: Trail;

  public constructor(private readonly options: MonitoringOptions) {
    const { account, region, clock, monitored } = options;
    const place = { account, region, now: () => clock.now() };
    const metrics = (this.metrics = new MetricStore(place.now));
    const topics = (this.topics = new Topics({ ...place, told: options.told }));
    topics.deliverBy(
      'sqs',
      deliverToQueue(async (...message) => monitored().sendToQueue(...message)),
    );
    this.bus = new EventBus({ ...place, measure: metrics.put, invoke: async (...given) => this.invoke(...given) });
    this.trail = new Trail(this.bus, clock.now());
    this.alarms = new Alarms({
      ...place,
      metrics,
      act: async (action, { arn }, subject, message) => {
        if (!action.startsWith('arn:aws:sns:')) throw new Error(`the sandbox does not know the action ${action}`);
        // the default policy of a topic asks for the owner; the account is what took its place in other policies
        const context = { 'aws:SourceArn': arn, 'aws:SourceAccount': account, 'aws:SourceOwner': account };
        await publishAs('cloudwatch.amazonaws.com', topics, monitored().authorize, {
          arn: action,
          subject,
          message,
          context,
        });
      },
    });
  }

  /** Takes note of a call to KMS. */
  public readonly sawKmsCall = (call: AnsweredCall): void => {
    const { account, clock } = this.options;
    measureKeyUse(call, this.metrics.put);
    this.trail.record(renderKmsRecord(call, account, clock.now()));
    tellOfRotation(call, this.bus);
  };

  /** Takes the metrics out of a log line. */
  public readonly sawLogLine = (line: string): void => parseEmbeddedMetrics(line).forEach(this.metrics.put);

  /** Does what is done at each full minute: measures the minute that is over, and then evaluates the alarms. */
  public readonly minute = async (): Promise<void> => {
    const { account, clock, monitored } = this.options;
    const { keys, queues, checkTables } = monitored();
    const now = clock.now();
    const over = now - MINUTE;
    for (const queue of queues.all) measureQueue(queue, this.metrics.put, now, over);
    watchKeys(keys, { account, bus: this.bus, trail: this.trail, measure: this.metrics.put }, now, over);
    checkTables(now);
    await this.alarms.evaluate();
    await this.bus.settled();
  };

  /**
   * A topic gets no condition keys from EventBridge: AWS documents none for it. A queue gets the rule.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
   */
  private async invoke(target: string, input: string, ruleArn: string): Promise<void> {
    const { authorize, sendToQueue } = this.options.monitored();
    const service = 'events.amazonaws.com';
    if (target.startsWith('arn:aws:sns:')) {
      await publishAs(service, this.topics, authorize, { arn: target, message: input });
    } else if (target.startsWith('arn:aws:sqs:')) {
      const context = { 'aws:SourceArn': ruleArn, 'aws:SourceAccount': this.options.account };
      await sendToQueue({ principal: service, context }, target, input);
    } else {
      throw new Error(`the sandbox does not know the target ${target}`);
    }
  }
}
