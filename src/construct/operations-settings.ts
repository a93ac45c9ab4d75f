import { defaultRunbookUrl } from './names/runbooks';
import type { OperationsOptions } from './operations-options';

/** What the props ask for in operations, with every default filled in. */
export type OperationsSettings = OperationsOptions &
  Readonly<Required<Pick<OperationsOptions, 'alarms' | 'runbookUrl' | 'keyEvents' | 'dashboard'>>>;

/** Fills in the defaults of operations. */
export function operationsSettings(props: OperationsOptions): OperationsSettings {
  return {
    alarmTopic: props.alarmTopic,
    noticeTopic: props.noticeTopic,
    alarms: props.alarms ?? {},
    expectTrafficEvery: props.expectTrafficEvery,
    runbookUrl: props.runbookUrl ?? defaultRunbookUrl(),
    keyEvents: props.keyEvents ?? true,
    dashboard: props.dashboard ?? true,
  };
}
