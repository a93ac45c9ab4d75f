import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EncryptedQueueToTable } from 'encrypted-queue-to-table';

/** Every alarm of the construct with its default props, in the order of a message's way, as a table. */
export function renderAlarmTable(): string {
  const alarms = Object.values(synthesised().findResources('AWS::CloudWatch::Alarm')).map(
    ({ Metadata, Properties }) => ({ name: Metadata['aws:cdk:path'].split('/').at(-2) as string, ...Properties }),
  );
  const rows = alarms.map(alarm => [
    alarm.name,
    urgencyOf(alarm.AlarmActions[0].Ref),
    firesWhen(alarm),
    alarm.TreatMissingData,
    meaningOf(alarm.AlarmDescription),
    runbookOf(alarm.AlarmDescription),
  ]);
  return table(['alarm', 'urgency', 'fires when', 'missing data', 'meaning', 'runbook'], rows);
}

/** Every rule on the key, as a table. */
export function renderEventTable(): string {
  const rules = Object.values(synthesised().findResources('AWS::Events::Rule')).map(({ Metadata, Properties }) => [
    (Metadata['aws:cdk:path'] as string).split('/').at(-1)!,
    urgencyOf(Properties.Targets[0].Arn.Ref),
    namesIn(Properties.EventPattern).join(', '),
    Properties.Description as string,
    runbookOf(Properties.Targets[0].InputTransformer.InputTemplate),
  ]);
  return table(['rule', 'urgency', 'event', 'meaning', 'runbook'], rules);
}

function synthesised(): Template {
  const stack = new Stack(new App({ context: { 'aws:cdk:enable-path-metadata': true } }), 'OrdersStack', {
    env: { account: '111122223333', region: 'eu-west-1' },
  });
  new EncryptedQueueToTable(stack, 'Orders', {
    keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    adminRoleArns: ['arn:aws:iam::111122223333:role/KeyAdmin'],
    consumerRoleArns: ['arn:aws:iam::111122223333:role/OrdersApp'],
    alarmTopic: new Topic(stack, 'Page'),
    noticeTopic: new Topic(stack, 'Notice'),
  });
  return Template.fromStack(stack);
}

const urgencyOf = (topic: string): string => (topic.startsWith('Page') ? 'page' : 'notice');
const meaningOf = (description: string): string => description.split(' First: ')[0];
const runbookOf = (description: string): string => {
  const page = /runbooks\/([a-z-]+)\.md/.exec(description)![1];
  return `[${page}](runbooks/${page}.md)`;
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an alarm as a template has it
function firesWhen(alarm: any): string {
  const { ComparisonOperator, DatapointsToAlarm, EvaluationPeriods, Threshold } = alarm;
  const [expression, period] = alarm.Metrics ? computedOf(alarm.Metrics) : [metricOf(alarm), alarm.Period];
  const compared = ComparisonOperator.startsWith('Less') ? '≤' : '≥';
  return `${expression} ${compared} ${Threshold}, in ${DatapointsToAlarm} of ${EvaluationPeriods} × ${period} s`;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- metrics as a template has them
function computedOf(metrics: any[]): [string, number] {
  const { Expression } = metrics.find(({ Expression: expression }) => expression !== undefined);
  const stats = metrics.flatMap(({ Id, MetricStat }) => (MetricStat ? { Id, ...MetricStat } : []));
  if (stats.length > 5) return [`sum of ${stats[0].Metric.MetricName}`, stats[0].Period];
  const where = stats.map(({ Id, Metric, Stat }) => `\`${Id}\` ${Stat} ${Metric.MetricName}`);
  return [`\`${Expression}\` of ${where.join(', ')}`, stats[0].Period];
}

const metricOf = ({ MetricName, Namespace, Statistic }: Record<string, string>): string =>
  `${Statistic} ${Namespace} ${MetricName}`;

/** The calls or the kinds of events that a pattern names. */
function namesIn(pattern: unknown): string[] {
  if (typeof pattern !== 'object' || pattern === null) return [];
  return Object.entries(pattern).flatMap(([name, value]) => {
    if (name === 'eventName') return value as string[];
    if (name === 'detail-type' && !/CloudTrail/.test(String(value))) return value as string[];
    return Array.isArray(value) ? value.flatMap(namesIn) : namesIn(value);
  });
}

function table(head: string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
