import type { EventBus } from '../events/event-bus';
import type { Fields } from '../gateway/operations';

/** The one trail of the account, which EventBridge has its events of: nothing comes there while it does not log. */
export class Trail {
  public readonly name = 'management-events';
  public isLogging = true;
  /** Whether it records management events. */
  public includesManagementEvents = true;
  /** `All`, `ReadOnly` or `WriteOnly`. */
  public readWriteType = 'All';
  /** Whose management events it leaves out, such as `kms.amazonaws.com`. */
  public readonly excluded = new Set<string>();
  /** What was recorded, oldest first. */
  public readonly records: Fields[] = [];

  public constructor(
    private readonly bus: Pick<EventBus, 'emit'>,
    /** When it began. */
    public readonly startedAt: number,
  ) {}

  /**
   * Records a management event, and tells EventBridge.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
   */
  public record(record: Fields): void {
    const { eventSource, eventType, readOnly } = record;
    if (!this.isLogging || !this.includesManagementEvents || this.excluded.has(String(eventSource))) return;
    if (this.readWriteType === (readOnly === true ? 'WriteOnly' : 'ReadOnly')) return;
    this.records.push(record);
    this.bus.emit({
      source: `aws.${String(eventSource).split('.')[0]}`,
      'detail-type':
        eventType === 'AwsServiceEvent' ? 'AWS Service Event via CloudTrail' : 'AWS API Call via CloudTrail',
      detail: record,
    });
  }
}
