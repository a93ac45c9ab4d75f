import type { ITopic } from 'aws-cdk-lib/aws-sns';

/**
 * How one alarm differs from what the construct makes of it.
 */
export interface AlarmOptions {
  /**
   * Whether the alarm is made.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * What the metric is compared with, in the metric's own unit: messages, seconds, milliseconds or errors. 0 or more.
   *
   * @default - the threshold of the table in docs/operations.md
   */
  readonly threshold?: number;

  /**
   * How many periods CloudWatch looks at: at least 1, and a day in all, or a week if a period is an hour or longer.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
   * @default - the periods of the table in docs/operations.md
   */
  readonly evaluationPeriods?: number;

  /**
   * In how many of these periods the threshold must be reached: 1 to `evaluationPeriods`, which must be given too.
   *
   * @default - as in the table in docs/operations.md, but all periods if you give `evaluationPeriods`
   */
  readonly datapointsToAlarm?: number;

  /**
   * The topic that this alarm notifies.
   *
   * @default - `alarmTopic` for an alarm that pages, `noticeTopic` for one that notifies
   */
  readonly topic?: ITopic;
}
