import { Stack, Token } from 'aws-cdk-lib';
import { Alarm, AlarmRule, ComparisonOperator, CompositeAlarm, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { AlarmDefinition } from './alarm-definition';
import { describe } from './description';
import type { AlarmOptions } from '../alarm-options';
import { PropsError } from '../checks/props-error';
import type { AlarmName } from '../names/alarm-names';
import type { Settings } from '../settings';

/** The topics that hear of what happens, by how urgent it is. */
export type Topics = Readonly<Record<AlarmDefinition['urgency'], ITopic>>;

/** Adds every alarm that the props leave enabled. */
export function addAlarms(
  scope: Construct,
  settings: Settings,
  topics: Topics,
  definitions: Partial<Record<AlarmName, AlarmDefinition>>,
): Map<AlarmName, Alarm> {
  const alarms = new Construct(scope, 'Alarms');
  const enabled = (Object.entries(definitions) as [AlarmName, AlarmDefinition][]).filter(
    ([name]) => settings.alarms[name]?.enabled !== false,
  );
  return new Map(
    enabled.map(([name, definition]) => [name, addAlarm(alarms, name, definition, settings, topics)] as const),
  );
}

function addAlarm(
  scope: Construct,
  name: AlarmName,
  definition: AlarmDefinition,
  { alarms, names, runbookUrl }: Settings,
  topics: Topics,
): Alarm {
  const options: AlarmOptions = alarms[name] ?? {};
  const periods = periodsOf(definition, options);
  requireLookedAt(scope, name, periods.evaluationPeriods, (definition.metric as Metric).period.toSeconds());
  const alarm = new Alarm(scope, name, {
    alarmName: alarmNameOf(names, name), // which is the subject of what is sent
    alarmDescription: describe(definition, Stack.of(scope).stackName, runbookUrl),
    metric: definition.metric,
    threshold: options.threshold ?? definition.threshold,
    comparisonOperator: definition.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: definition.missing,
    ...periods,
  });
  alarm.addAlarmAction({ bind: () => ({ alarmActionArn: (options.topic ?? topics[definition.urgency]).topicArn }) });
  return alarm;
}

function periodsOf(definition: AlarmDefinition, options: AlarmOptions) {
  const evaluationPeriods = options.evaluationPeriods ?? definition.evaluationPeriods ?? 1;
  const byDefault = options.evaluationPeriods === undefined ? definition.datapointsToAlarm : undefined;
  return { evaluationPeriods, datapointsToAlarm: options.datapointsToAlarm ?? byDefault ?? evaluationPeriods };
}

/** @throws InvalidProps if CloudWatch does not look back as far */
function requireLookedAt(scope: Construct, name: string, periods: number, seconds: number): void {
  const most = Math.floor((seconds < HOUR ? DAY : 7 * DAY) / seconds);
  if (Token.isUnresolved(periods) || periods <= most) return;
  throw new PropsError(scope, [
    `'alarms.${name}.evaluationPeriods' must be at most ${most} periods of ${seconds} seconds, got ${periods}`,
  ]);
}

const HOUR = 3_600;
const DAY = 86_400;

/** What says in one word whether messages are stored. */
const NOT_WORKING: readonly AlarmName[] = [
  'Stalled',
  'NotStored',
  'KeyUnavailable',
  'WriterErrors',
  'WriterThrottled',
  'DeadLetters',
];

/** Adds one alarm over those that page, for a status page. It calls nobody: each of them does that itself. */
export function addNotWorking(scope: Construct, { names }: Settings, alarms: ReadonlyMap<AlarmName, Alarm>): void {
  const members = NOT_WORKING.flatMap(name => alarms.get(name) ?? []);
  if (members.length === 0) return;
  new CompositeAlarm(scope, 'NotWorking', {
    compositeAlarmName: alarmNameOf(names, 'NotWorking'),
    alarmDescription: 'Messages are not stored, or some could not be stored.',
    alarmRule: AlarmRule.anyOf(...members),
  });
}

const alarmNameOf = ({ functionName }: Settings['names'], name: string): string => `${functionName}-${name}`;
