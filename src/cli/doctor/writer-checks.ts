import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { broken, good, type LinkCheck, warning } from './check';
import { differences, pairSettings } from './differences';
import { revertDrift, runbook } from './remedies';

/** When Lambda stops to patch a runtime. @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const SUPPORTED_UNTIL: Readonly<Record<string, string | undefined>> = {
  'nodejs20.x': '2026-04-30',
  'nodejs22.x': '2027-04-30',
  'nodejs24.x': '2028-04-30',
};

/** The checks of the writer's function and of its log. */
export const WRITER_CHECKS: readonly LinkCheck[] = [
  {
    name: 'log group',
    looksAt: 'The log group of the writer is there, and keeps lines as long as deployed.',
    why: 'Nothing tells what messages died of, and the metrics of the writer have no data.',
    after: ['stack'],
    look: async account => {
      const { LogGroupName, RetentionInDays } = await account.rendered('logGroup');
      const { LoggingConfig } = await account.rendered('writer');
      const name = String(LogGroupName ?? LoggingConfig?.LogGroup ?? `/aws/lambda/${await account.idOf('writer')}`);
      const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: name });
      const { logGroups = [] } = await account.ask('logs:DescribeLogGroups', command);
      const group = logGroups.find(({ logGroupName }) => logGroupName === name);
      if (group === undefined) return broken(`there is no log group ${name}`, await revertDrift(account));
      const off = differences([{ name: 'retention', rendered: RetentionInDays, live: group.retentionInDays }]);
      return off.length === 0
        ? good('the log group of the writer is there')
        : broken(`the log group of the writer: ${off.join('; ')} days`, await revertDrift(account));
    },
  },
  {
    name: 'writer',
    looksAt: 'The function is active; its role, environment and settings are as deployed; Lambda supports its runtime.',
    why: 'The writer may store nothing, or elsewhere.',
    after: ['stack'],
    look: async account => {
      const live = await account.writer();
      const { LastUpdateStatus = 'Successful', Runtime = '', State = 'Active', StateReason } = live;
      if (!['Active', 'Inactive'].includes(State) || LastUpdateStatus === 'Failed') {
        const says = `the writer is ${State}, its last update ${LastUpdateStatus}: ${StateReason ?? 'no reason given'}`;
        return broken(says, runbook('writer-failing', 'do what the reason says'));
      }
      const off = differences(pairSettings(NAMES, await account.rendered('writer'), live));
      if (off.length > 0) return broken(`the writer: ${off.join('; ')}`, await revertDrift(account));
      const until = SUPPORTED_UNTIL[Runtime];
      return until !== undefined && account.now > new Date(until)
        ? warning(`Lambda supports ${Runtime} until ${until}`, { todo: 'deploy with a later version of this package' })
        : good(`the writer is active, on ${Runtime}`);
    },
  },
];

const NAMES = ['Role', 'Environment', 'Handler', 'Runtime', 'Timeout', 'MemorySize'];
