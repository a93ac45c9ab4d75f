import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { CAUSES_OF_PROBLEMS } from './causes';
import { broken, good, type LinkCheck, commands } from './check';
import { differences, type Setting, pairSettings } from './differences';
import { revertDrift, runbook } from './remedies';
import type { Account } from '../deployed/account';

/** The checks of what makes Lambda poll the queue. */
export const MAPPING_CHECKS: readonly LinkCheck[] = [
  {
    name: 'mapping',
    looksAt: 'Lambda polls the queue for the writer, with partial responses, as deployed; nobody else polls it.',
    why: 'Messages wait in the queue, or somebody else gets them.',
    after: ['stack'],
    look: async account => {
      const mapping = await account.mapping();
      if (mapping === undefined) return broken('the mapping of the queue is gone', await revertDrift(account));
      const { QueueArn: EventSourceArn } = await account.queue();
      const { EventSourceMappings: all = [] } = await account.ask(
        'lambda:ListEventSourceMappings',
        new ListEventSourceMappingsCommand({ EventSourceArn }),
      );
      const others = all.filter(({ UUID }) => UUID !== mapping.UUID);
      if (others.length > 0) {
        return broken(
          `the queue is polled for others too: ${others.map(({ FunctionArn }) => FunctionArn).join(', ')}`,
          commands(...others.map(({ UUID }) => `aws lambda delete-event-source-mapping --uuid ${UUID}`)),
        );
      }
      const rendered = await account.rendered('mapping');
      if (!/^(Enabled|Enabling|Updating)$/.test(mapping.State ?? '') && rendered.Enabled !== false) {
        return broken(
          `Lambda does not poll the queue: the mapping is ${mapping.State} (${mapping.StateTransitionReason})`,
          commands(`aws lambda update-event-source-mapping --uuid ${mapping.UUID} --enabled`),
        );
      }
      const off = differences(pairSettings(NAMES, rendered, mapping));
      return off.length === 0
        ? good('Lambda polls the queue')
        : broken(`the mapping: ${off.join('; ')}`, await revertDrift(account));
    },
  },
  {
    name: 'limits',
    looksAt:
      'The visibility timeout is 6 times the timeout of the writer; its concurrency fits into that of the account.',
    why: 'Messages come twice, or none is handed over.',
    after: ['queues', 'writer', 'mapping'],
    look: async account => {
      const [{ VisibilityTimeout }, { Timeout = 3 }] = [await account.queue(), await account.writer()];
      const { MaximumBatchingWindowInSeconds: window = 0, ScalingConfig } = (await account.mapping()) ?? {};
      const FunctionName = await account.idOf('writer');
      const { ReservedConcurrentExecutions: reserved } = await account.ask(
        'lambda:GetFunctionConcurrency',
        new GetFunctionConcurrencyCommand({ FunctionName }),
      );
      const { AccountLimit } = await account.ask('lambda:GetAccountSettings', new GetAccountSettingsCommand({}));
      const least = 6 * Timeout + window;
      if (Number(VisibilityTimeout) < least) {
        return broken(
          `the visibility timeout of the queue is ${VisibilityTimeout} seconds, of at least ${least}`,
          await revertDrift(account),
        );
      }
      const { ReservedConcurrentExecutions: rendered } = await account.rendered('writer');
      const settings: Setting[] = [
        { name: 'reserved concurrency', rendered: rendered ?? 'none', live: reserved ?? 'none' },
      ];
      const off = differences(settings);
      if (off.length > 0) return broken(off.join('; '), await mendConcurrency(account, rendered));
      const wanted = ScalingConfig?.MaximumConcurrency ?? 0;
      const most = reserved ?? AccountLimit?.UnreservedConcurrentExecutions ?? Infinity;
      return wanted > most
        ? broken(`the mapping may invoke ${wanted} at a time, and Lambda lets it ${most}`, {
            todo: "ask for a higher quota of concurrent executions, or lower the construct's maxConcurrency",
          })
        : good(`the visibility timeout is ${VisibilityTimeout} seconds, and ${most} invocations may run at a time`);
    },
  },
];

const NAMES = ['BatchSize', 'FunctionResponseTypes', 'MaximumBatchingWindowInSeconds', 'ScalingConfig'];

/** The mapping's last result: what is wrong although everything above is in order. */
export const POLLING_CHECK: LinkCheck = {
  name: 'polling',
  looksAt: 'The last time that Lambda polled the queue went well.',
  why: 'Messages wait in the queue.',
  after: CAUSES_OF_PROBLEMS,
  look: async account => {
    const { LastProcessingResult = 'OK' } = (await account.mapping()) ?? {};
    return /^PROBLEM/.test(LastProcessingResult)
      ? broken(`Lambda could not process messages: ${LastProcessingResult}`, runbook('pipeline-stalled', 'look closer'))
      : good(`Lambda's last result is ${LastProcessingResult}`);
  },
};

async function mendConcurrency(account: Account, rendered: unknown) {
  const name = await account.idOf('writer');
  return rendered === undefined
    ? commands(`aws lambda delete-function-concurrency --function-name ${name}`)
    : commands(
        `aws lambda put-function-concurrency --function-name ${name} --reserved-concurrent-executions ${String(rendered)}`,
      );
}
