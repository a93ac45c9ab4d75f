import type { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { AlarmOptions } from './alarm-options';

/**
 * Options of what tells you that the key, the queue or the table is about to fail.
 */
export interface OperationsOptions {
  /**
   * The SNS topic for what somebody must act on now: alarms and events that page.
   *
   * The topic must not be encrypted with the key that it watches: it would be silent exactly when the key fails. The
   * alias `aws/sns` does not work either, since neither CloudWatch nor EventBridge may use that key.
   *
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   * @default - no alarms, no event rules and no dashboard, and a warning at synth that says so
   */
  readonly alarmTopic?: ITopic;

  /**
   * The SNS topic for what can wait until morning.
   *
   * @default - `alarmTopic`
   */
  readonly noticeTopic?: ITopic;

  /**
   * What to change about an alarm, by the alarm's name, such as `{ Backlog: { threshold: 900 } }`.
   *
   * The names are those of the table in docs/operations.md. `KeyUseUnusual` is made only if it is named here with a
   * threshold: only you know how many decryptions an hour are usual.
   *
   * @default - every alarm as in the table
   */
  readonly alarms?: { [name: string]: AlarmOptions };

  /**
   * How often messages arrive at least, in whole minutes from 1 minute to 1 day. If nothing is sent for that long, the
   * alarm `Silence` notifies: perhaps the producers are cut off.
   *
   * @default - no such alarm: an empty queue is fine
   */
  readonly expectTrafficEvery?: Duration;

  /**
   * The URL of the folder with your runbooks, without a slash at the end. Each alarm names its page there, such as
   * `key-disabled.md`.
   *
   * @default - the runbooks of this version, in the repository of the library
   */
  readonly runbookUrl?: string;

  /**
   * Whether EventBridge rules tell the topics what happens to the key: it expires, is deleted,
   * disabled or enabled again, gets a grant, or gets a policy from anybody but the deployment.
   *
   * The account needs a CloudTrail trail that logs management events.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
   * @default true
   */
  readonly keyEvents?: boolean;

  /**
   * Whether there is a dashboard.
   *
   * @default true
   */
  readonly dashboard?: boolean;
}
