import type { AlarmState } from './alarm-window';
import type { Fields } from '../gateway/operations';

export type AlarmKind = 'metric' | 'composite';

/** An alarm of the account with the state it is in. */
export interface Alarm {
  readonly name: string;
  readonly arn: string;
  readonly kind: AlarmKind;
  /** As `PutMetricAlarm` or `PutCompositeAlarm` takes them. */
  properties: Fields;
  configuredAt: number;
  state: AlarmState;
  reason: string;
  /** When it was last seen to be in its state. */
  updatedAt: number;
  /** When it came into its state. */
  transitionedAt: number;
}

/** Something that happened to an alarm. */
export interface AlarmHistoryItem {
  readonly alarm: string;
  readonly kind: AlarmKind;
  readonly at: number;
  readonly type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  readonly summary: string;
}

/** Which actions of an alarm a state takes. */
export const ACTIONS: Readonly<Record<AlarmState, string>> = {
  ALARM: 'AlarmActions',
  OK: 'OKActions',
  INSUFFICIENT_DATA: 'InsufficientDataActions',
};
