import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand, type Subscription } from '@aws-sdk/client-sns';
import { CAUSES } from './causes';
import { broken, good, type LinkCheck, type Remedy, commands, warning } from './check';
import { revertDrift, runbook } from './remedies';
import type { Account } from '../deployed/account';

/** The checks of the alarms, and of the topics that they call. */
export const ALARM_CHECKS: readonly LinkCheck[] = [
  {
    name: 'alarms',
    looksAt: 'Every alarm of the deployment is there, and calls its topic.',
    why: 'Nobody is told when the key, the queue or the table fails.',
    after: ['stack'],
    look: async account => {
      const { alarms: ids } = await account.deployment.parts();
      if (ids.length === 0) return warning("nothing is watched: the construct has no 'alarmTopic'");
      const [live, names] = [await alarmsOf(account), await namesOf(account)];
      const missing = names.filter(name => !live.some(({ AlarmName }) => AlarmName === name));
      if (missing.length > 0) {
        return broken(`alarms that are gone: ${missing.join(', ')}`, await revertDrift(account));
      }
      const mute = live.filter(({ ActionsEnabled }) => ActionsEnabled === false).map(({ AlarmName }) => AlarmName);
      if (mute.length > 0) {
        const fix = `aws cloudwatch enable-alarm-actions --alarm-names ${mute.join(' ')}`;
        return broken(`alarms that call nobody: ${mute.join(', ')}`, commands(fix));
      }
      const wrong = await callingOthers(account, live);
      return wrong.length > 0
        ? broken(`alarms that call another topic, or none: ${wrong.join(', ')}`, await revertDrift(account))
        : good(`all ${live.length} alarms are there, and their actions are on`);
    },
  },
  {
    name: 'topics',
    looksAt:
      'The topics of alarms and rules are there, not on the key, and each has a subscription that was confirmed.',
    why: 'An alarm reaches nobody.',
    after: ['stack'],
    look: async account => {
      const arns = await topicsOf(account);
      if (arns.length === 0) return good('no topic is called');
      for (const TopicArn of arns) {
        const topic = await account.find('sns:GetTopicAttributes', new GetTopicAttributesCommand({ TopicArn }));
        if (topic === undefined) return broken(`there is no topic ${TopicArn}`, await revertDrift(account));
        const { KmsMasterKeyId } = topic.Attributes ?? {};
        const keyArn = await account.keyArn();
        if (KmsMasterKeyId !== undefined && keyArn.endsWith(KmsMasterKeyId.split(':').at(-1)!)) {
          return broken(
            `the topic ${TopicArn} is encrypted under the key: it is silent when the key fails`,
            commands(
              `aws sns set-topic-attributes --topic-arn ${TopicArn} --attribute-name KmsMasterKeyId --attribute-value ""`,
            ),
          );
        }
      }
      for (const TopicArn of arns) {
        const command = new ListSubscriptionsByTopicCommand({ TopicArn });
        const { Subscriptions: all = [] } = await account.ask('sns:ListSubscriptionsByTopic', command);
        if (all.some(({ SubscriptionArn = '' }) => SubscriptionArn.startsWith('arn:'))) continue;
        const says = all.length === 0 ? 'nobody is subscribed to' : 'no subscription is confirmed of';
        return broken(`${says} the topic ${TopicArn}`, await subscribed(account, TopicArn, all));
      }
      return good(`${arns.length === 1 ? 'the topic has' : `all ${arns.length} topics have`} a subscription`);
    },
  },
];

/** What rings although everything else is in order. */
export const RINGING_CHECK: LinkCheck = {
  name: 'in alarm',
  looksAt: 'No alarm is in alarm.',
  why: 'Each alarm says in its description what it means and what to do first.',
  after: [...CAUSES, 'material', 'alarms', 'dead letters'],
  look: async account => {
    const ringing = (await alarmsOf(account)).filter(({ StateValue }) => StateValue === 'ALARM');
    return ringing.length === 0
      ? good('no alarm is in alarm')
      : warning(
          `in alarm: ${ringing.map(({ AlarmName }) => AlarmName).join(', ')}`,
          runbook('README', 'go by the page that the alarm names'),
        );
  },
};

async function namesOf({ deployment }: Account): Promise<string[]> {
  const { alarms } = await deployment.parts();
  const names = await Promise.all(alarms.map(async id => deployment.physicalId(id)));
  return names.flatMap(name => name ?? []);
}

/** CloudWatch takes a hundred names at a time. */
async function alarmsOf(account: Account): Promise<MetricAlarm[]> {
  const names = await namesOf(account);
  const found: MetricAlarm[] = [];
  for (let start = 0; start < names.length; start += 100) {
    const { CompositeAlarms = [], MetricAlarms = [] } = await account.ask(
      'cloudwatch:DescribeAlarms',
      new DescribeAlarmsCommand({
        AlarmNames: names.slice(start, start + 100),
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: 100,
      }),
    );
    found.push(...MetricAlarms, ...CompositeAlarms);
  }
  return found;
}

async function callingOthers({ deployment }: Account, live: readonly MetricAlarm[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const id of (await deployment.parts()).alarms) {
    const [name, { AlarmActions }] = [await deployment.physicalId(id), await deployment.rendered(id)];
    if (!Array.isArray(AlarmActions)) continue;
    const { AlarmActions: actual = [] } = live.find(({ AlarmName }) => AlarmName === name) ?? {};
    if ((AlarmActions as string[]).some(action => !actual.includes(action))) wrong.push(name!);
  }
  return wrong;
}

/** The topics that the template names for alarms and rules. */
async function topicsOf({ deployment }: Account): Promise<readonly string[]> {
  const { alarms, rules } = await deployment.parts();
  const actions = await Promise.all(alarms.map(async id => (await deployment.rendered(id)).AlarmActions as unknown));
  const targets = await Promise.all(rules.map(async id => (await deployment.rendered(id)).Targets as unknown));
  const arns = [
    ...actions.flatMap(list => (Array.isArray(list) ? (list as unknown[]) : [])),
    ...targets.flatMap(list => (Array.isArray(list) ? (list as { Arn: unknown }[]).map(({ Arn }) => Arn) : [])),
  ];
  return [...new Set(arns.filter((arn): arn is string => typeof arn === 'string' && arn.includes(':sns:')))];
}

/** A subscription of the template comes back with it; another one was somebody's own doing. */
async function subscribed(account: Account, topicArn: string, all: readonly Subscription[]): Promise<Remedy> {
  const letters = all.map(({ Endpoint }) => Endpoint).join(', ');
  if (all.length > 0) return { todo: `the link to confirm it is in the letter to ${letters}` };
  const { Resources } = await account.deployment.template();
  for (const [id, { Type }] of Object.entries(Resources)) {
    if (Type !== 'AWS::SNS::Subscription') continue;
    if ((await account.deployment.rendered(id)).TopicArn === topicArn) return revertDrift(account);
  }
  return {
    ...commands(`aws sns subscribe --topic-arn ${topicArn} --protocol email --notification-endpoint EMAIL`),
    todo: 'put your address for EMAIL, and confirm it with the link in the letter that comes',
  };
}
