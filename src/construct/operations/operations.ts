import { Annotations } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct, type IConstruct } from 'constructs';
import { addAlarms, addNotWorking } from './alarms';
import { addDashboard } from './dashboard';
import { addEventRules } from './event-rules';
import { keyAlarms } from './key-alarms';
import { optionalAlarms } from './optional-alarms';
import { queueAlarms } from './queue-alarms';
import { tableAlarms } from './table-alarms';
import { letPublish } from './topic-access';
import { writerAlarms } from './writer-alarms';
import { got } from '../checks/got';
import { PropsError } from '../checks/props-error';
import type { AlarmName } from '../names/alarm-names';
import type { Settings } from '../settings';

/** Adds what tells somebody that the key, the queue or the table is about to fail. */
export function addOperations(
  scope: Construct,
  settings: Settings,
  key: IKey,
  mapping: IEventSourceMapping,
): ReadonlyMap<AlarmName, Alarm> {
  const { alarmTopic } = settings;
  if (alarmTopic === undefined) {
    Annotations.of(scope).addWarningV2('encrypted-queue-to-table:alarmTopic', NO_TOPIC);
    return new Map();
  }
  const operations = new Construct(scope, 'Operations');
  const topics = { page: alarmTopic, notice: settings.noticeTopic ?? alarmTopic };
  const more = Object.values(settings.alarms).flatMap(({ topic }) => topic ?? []);
  letPublish(operations, [topics.page, topics.notice, ...more]);
  const rules = settings.keyEvents ? addEventRules(operations, settings, topics) : [];
  const alarms = addAlarms(operations, settings, topics, {
    ...queueAlarms(settings),
    ...writerAlarms(settings),
    ...tableAlarms(settings),
    ...keyAlarms(key),
    ...optionalAlarms(settings, rules),
  });
  addNotWorking(operations, settings, alarms);
  if (settings.dashboard) addDashboard(operations, settings, { key, mapping }, alarms.values());
  return alarms;
}

/**
 * The alarm of a name.
 *
 * @throws InvalidProps if there is none
 */
export function requireAlarm(scope: IConstruct, alarms: ReadonlyMap<string, Alarm>, name: string): Alarm {
  const alarm = alarms.get(name);
  if (alarm !== undefined) return alarm;
  const rule = alarms.size > 0 ? `one of ${[...alarms.keys()].join(', ')}` : "left out where there is no 'alarmTopic'";
  throw new PropsError(scope, [`'name' must be ${rule}, got ${got(name)}`]);
}

const NO_TOPIC =
  "nobody learns when the key expires, the queue stands still or messages become dead letters: give an 'alarmTopic', or acknowledge this warning if you watch them yourself";
