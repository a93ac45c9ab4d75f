import { Stack, Token } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { got } from './got';
import * as limits from './limits';
import { checkProps, type PropChecks } from './prop-checks';
import { checkFlag, checkKnownDuration, checkNumber, isText, type Problems } from './value-checks';
import { nearest } from '../../key-policy/nearest';
import type { AlarmOptions } from '../alarm-options';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';
import { ALARMS } from '../names/alarm-names';

/** A topic, of this stack or of another. */
export function checkTopic(prop: string, value: unknown): Problems {
  const isTopic = typeof (value as Partial<ITopic> | null)?.topicArn === 'string';
  return value === undefined || isTopic ? [] : [`'${prop}' must be an SNS topic, got ${got(value)}`];
}

/** Alarms by their names, each with options that CloudWatch takes. */
export function checkAlarms(prop: string, value: unknown): Problems {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [`'${prop}' must be an object of alarms by name, got ${got(value)}`];
  }
  return Object.entries(value).flatMap(([name, options]) => checkAlarm(`${prop}.${name}`, name, options));
}

function checkAlarm(prop: string, name: string, options: AlarmOptions): Problems {
  if (!ALARMS.some(alarm => alarm === name)) {
    const meant = nearest(name, ALARMS);
    return [`'${prop}' must be ${meant ? `${meant}, or ` : ''}one of ${ALARMS.join(', ')}, got ${got(name)}`];
  }
  if (typeof options !== 'object' || options === null) return [`'${prop}' must be an object, got ${got(options)}`];
  const inAlarm = (text: string) => text.replace(/^'/, `'${prop}.`);
  const problems = [...checkProps<AlarmOptions>('an alarm', options, OPTIONS).values()].flat().map(inAlarm);
  if (problems.length > 0) return problems;
  return [...checkDatapoints(prop, options), ...checkUsual(prop, name, options)];
}

const OPTIONS: PropChecks<Required<AlarmOptions>> = {
  enabled: checkFlag,
  threshold: (prop, value) => {
    const fits = value === undefined || (typeof value === 'number' && (Token.isUnresolved(value) || value >= 0));
    return fits ? [] : [`'${prop}' must be 0 or more, got ${got(value)}`];
  },
  evaluationPeriods: (prop, value) => checkNumber(prop, value, limits.EVALUATION_PERIODS),
  datapointsToAlarm: (prop, value) => checkNumber(prop, value, limits.EVALUATION_PERIODS),
  topic: checkTopic,
};

function checkDatapoints(prop: string, { datapointsToAlarm, evaluationPeriods }: AlarmOptions): Problems {
  if (datapointsToAlarm === undefined) return [];
  if (evaluationPeriods === undefined) return [`'${prop}.datapointsToAlarm' must come with 'evaluationPeriods'`];
  return datapointsToAlarm <= evaluationPeriods
    ? []
    : [
        `'${prop}.datapointsToAlarm' must be at most the ${evaluationPeriods} 'evaluationPeriods', got ${datapointsToAlarm}`,
      ];
}

function checkUsual(prop: string, name: string, { enabled, threshold }: AlarmOptions): Problems {
  return name !== 'KeyUseUnusual' || threshold !== undefined || enabled === false
    ? []
    : [`'${prop}.threshold' must say how many decryptions an hour are unusual, got undefined`];
}

/** A day at most, in the whole minutes that a metric has. */
export function checkTraffic(prop: string, value: unknown): Problems {
  const problems = checkKnownDuration(prop, value, limits.TRAFFIC_SECONDS);
  const seconds = (value as EncryptedQueueToTableProps['expectTrafficEvery'])?.toSeconds?.() ?? 0;
  return problems.length > 0 || seconds % 60 === 0
    ? problems
    : [`'${prop}' must be whole minutes, got ${seconds} seconds`];
}

/** The URL of a folder. */
export function checkUrl(prop: string, value: unknown): Problems {
  return value === undefined || isText(value, text => /^https?:\/\/\S*[^/\s]$/.test(text))
    ? []
    : [`'${prop}' must be a URL without a slash at its end, got ${got(value)}`];
}

/** What needs the topic says so, instead of having no effect. */
export function checkNeedsTopic(props: EncryptedQueueToTableProps): Problems {
  if (props.alarmTopic !== undefined) return [];
  const asked = ['noticeTopic', 'alarms', 'expectTrafficEvery', 'runbookUrl', 'keyEvents', 'dashboard'] as const;
  return asked
    .filter(prop => props[prop] !== undefined && props[prop] !== false)
    .map(prop => `'${prop}' must come with an 'alarmTopic', got ${got(props[prop])} alone`);
}

/** Thresholds are made from the times, so they have to be known. */
export function checkTimesKnown(props: EncryptedQueueToTableProps): Problems {
  if (props.alarmTopic === undefined) return [];
  return (['retentionPeriod', 'deadLetterRetentionPeriod'] as const)
    .filter(prop => props[prop]?.isUnresolved())
    .map(prop => `'${prop}' must be known at synth where there is an 'alarmTopic', got a Token`);
}

/** A topic on the key that it watches is silent when the key fails. */
export function checkTopicKeys(scope: Construct, props: EncryptedQueueToTableProps): Problems {
  const topics: [string, ITopic | undefined][] = [
    ['alarmTopic', props.alarmTopic],
    ['noticeTopic', props.noticeTopic],
    ...Object.entries(props.alarms ?? {}).map(([name, { topic }]): [string, ITopic | undefined] => [
      `alarms.${name}.topic`,
      topic,
    ]),
  ];
  return topics.flatMap(([prop, topic]) => {
    const keyArn = topic?.masterKey && resolved(scope, topic.masterKey.keyArn);
    if (keyArn === undefined) return [];
    if (keyArn === resolved(scope, props.keyArn)) return [`'${prop}' must not be encrypted with the key it watches`];
    return keyArn.includes('alias/aws/sns')
      ? [`'${prop}' must not be encrypted with alias/aws/sns, which CloudWatch and EventBridge may not use`]
      : [];
  });
}

function resolved(scope: Construct, text: string): string {
  return JSON.stringify(Stack.of(scope).resolve(text));
}
