import {
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { broken, good, type LinkCheck, commands } from './check';
import { revertDrift } from './remedies';
import type { Account } from '../deployed/account';

/** The checks of what tells somebody that something happened to the key. */
export const EVENT_CHECKS: readonly LinkCheck[] = [
  {
    name: 'events',
    looksAt: 'The rules on events of the key are there, enabled, and have a target.',
    why: 'Nobody is told that somebody stopped the key or changed its policy.',
    after: ['stack'],
    look: async account => {
      const names = await rulesOf(account);
      if (names.length === 0) return good('the deployment has no rules on events of the key');
      const off: string[] = [];
      for (const Name of names) {
        const rule = await account.find('events:DescribeRule', new DescribeRuleCommand({ Name }));
        if (rule === undefined) return broken(`the rule ${Name} is gone`, await revertDrift(account));
        if (rule.State === 'DISABLED') off.push(Name);
        const { Targets = [] } = await account.ask(
          'events:ListTargetsByRule',
          new ListTargetsByRuleCommand({ Rule: Name }),
        );
        if (Targets.length === 0) return broken(`the rule ${Name} has no target`, await revertDrift(account));
      }
      return off.length === 0
        ? good(`all ${names.length} rules on events of the key are enabled`)
        : broken(
            `rules that are disabled: ${off.join(', ')}`,
            commands(...off.map(name => `aws events enable-rule --name ${name}`)),
          );
    },
  },
  {
    name: 'trail',
    looksAt: 'A trail of CloudTrail logs management events, writes among them, and does not leave out those of KMS.',
    why: 'Rules on calls to KMS have no events: nobody is told who stopped the key.',
    after: ['stack'],
    look: async account => {
      if ((await rulesOf(account)).length === 0) return good('no rule of the deployment needs a trail');
      const { trailList = [] } = await account.ask('cloudtrail:DescribeTrails', new DescribeTrailsCommand({}));
      if (trailList.length === 0) {
        return broken('there is no trail in this Region', {
          todo: 'make one that logs management events: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-a-trail-using-the-console-first-time.html',
        });
      }
      const problems = [];
      for (const { HomeRegion, Name = '', TrailARN = Name } of trailList) {
        const at = HomeRegion === undefined ? '' : ` --region ${HomeRegion}`;
        const { IsLogging } = await account.ask(
          'cloudtrail:GetTrailStatus',
          new GetTrailStatusCommand({ Name: TrailARN }),
        );
        if (IsLogging !== true) {
          problems.push(
            broken(`the trail ${Name} does not log`, commands(`aws cloudtrail start-logging --name ${TrailARN}${at}`)),
          );
          continue;
        }
        const selectors = await account.ask(
          'cloudtrail:GetEventSelectors',
          new GetEventSelectorsCommand({ TrailName: TrailARN }),
        );
        const { AdvancedEventSelectors: advanced = [], EventSelectors: basic = [] } = selectors;
        if (basic.some(logsKms) || advanced.some(({ FieldSelectors = [] }) => mayLogKms(FieldSelectors))) {
          return good(`the trail ${Name} logs what is done to the key`);
        }
        problems.push(
          broken(
            `the trail ${Name} does not log what is done to the key`,
            advanced.length > 0
              ? { todo: 'let an event selector of it take management events of KMS, writes among them' }
              : commands(
                  `aws cloudtrail put-event-selectors --trail-name ${TrailARN}${at} --event-selectors ${quoted(basic)}`,
                ),
          ),
        );
      }
      return problems[0]!;
    },
  },
];

async function rulesOf({ deployment }: Account): Promise<string[]> {
  const { rules } = await deployment.parts();
  const names = await Promise.all(rules.map(async id => deployment.physicalId(id)));
  return names.flatMap(name => name ?? []);
}

const logsKms = ({ ExcludeManagementEventSources = [], IncludeManagementEvents, ReadWriteType }: EventSelector) =>
  IncludeManagementEvents !== false &&
  ReadWriteType !== 'ReadOnly' &&
  !ExcludeManagementEventSources.includes('kms.amazonaws.com');

type FieldSelectors = readonly { readonly Field?: string; readonly Equals?: string[]; readonly NotEquals?: string[] }[];

function mayLogKms(fields: FieldSelectors): boolean {
  const of = (name: string) => fields.find(({ Field }) => Field === name);
  return (
    of('eventCategory')?.Equals?.includes('Management') === true &&
    of('eventSource')?.NotEquals?.includes('kms.amazonaws.com') !== true &&
    of('readOnly')?.Equals?.includes('true') !== true
  );
}

/** The selectors as they are, the first of them with management events, reads and writes, of every service. */
function quoted([first, ...others]: readonly EventSelector[]): string {
  const wanted = { ...first, ReadWriteType: 'All', IncludeManagementEvents: true, ExcludeManagementEventSources: [] };
  return `'${JSON.stringify([wanted, ...others])}'`;
}
