import { ListMessageMoveTasksCommand, SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { AWS_OPTIONS, AWS_OPTIONS_HELP, clientConfiguration } from '../aws';
import { CliError, UsageError } from '../cli-error';
import { confirm, requireAnswer } from '../confirm';
import { Account } from '../doctor/account';
import { CHECKS, diagnose } from '../doctor/diagnose';
import type { Verb } from '../verb';
import { readWholeNumber } from '../whole-number';

const POLL_MILLISECONDS = 2_000;

/** `dlq redrive` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table dlq redrive STACK [options]

Moves the dead letters back into the queue, once doctor finds nothing broken but the dead letters themselves. Needs the rights of doctor and those of a redriver.

A moved message gets a new id and a new time of sending: with the message id as item key, a message whose item was written unseen becomes a second item, and the time to live counts anew. In a FIFO queue messages of a group may be moved out of order.

Options:
  --rate N                   Messages a second, 1 to 500. [default: as many as SQS moves]
  --dry-run                  Look, say how many would move, and move nothing.
  --yes                      Do not ask.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table dlq redrive OrdersStack --rate 50`,

  options: { ...AWS_OPTIONS, rate: { type: 'string' }, 'dry-run': { type: 'boolean' }, yes: { type: 'boolean' } },
  maxPositionals: 1,

  run: async context => {
    const { now, positionals, sleep, terminal, values } = context;
    const [stackName] = positionals;
    if (stackName === undefined) throw new UsageError('missing STACK, the name of the stack whose dead letters move');
    const rate = readWholeNumber(values, 'rate', { from: 1, to: 500, unit: 'messages a second' });
    requireAnswer(context, 'dlq redrive');
    const account = new Account(context, stackName, now());
    const checks = await diagnose(account, CAUSES);
    const unknown = checks.filter(({ state }) => state === 'unknown').map(({ name }) => name);
    if (unknown.length > 0) terminal.warning(`not looked at, for lack of rights: ${unknown.join(', ')}`);
    const broken = checks.filter(({ state }) => state === 'broken');
    if (broken.length > 0) {
      terminal.error(`the messages would die again: ${broken.map(({ says }) => says).join('; ')}`);
      return 3;
    }
    const { ApproximateNumberOfMessages: count = '0', QueueArn: SourceArn } = await account.deadLetters();
    const { QueueArn: DestinationArn } = await account.queue();
    terminal.progress(`${count} dead letters would move to ${DestinationArn}`);
    if (values.flag('dry-run') || count === '0') return 0;
    if (!(await confirm(context, 'move them?'))) return 0;

    const client = new SQSClient(clientConfiguration(context.aws));
    await client.send(
      new StartMessageMoveTaskCommand({ SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: rate }),
    );
    for (;;) {
      const { Results: [task] = [] } = await client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }));
      if (task?.Status === 'RUNNING') {
        terminal.progress(`moved ${task.ApproximateNumberOfMessagesMoved ?? 0} of ${count}`);
        await sleep(POLL_MILLISECONDS);
        continue;
      }
      if (task?.Status !== 'COMPLETED') {
        throw new CliError(
          `the move ended as ${task?.Status ?? 'unknown'}: ${task?.FailureReason ?? 'SQS gives no reason'}`,
        );
      }
      terminal.result(`moved ${task.ApproximateNumberOfMessagesMoved ?? count}`);
      return 0;
    }
  },
};

/** What made the messages dead letters, and would again. */
const CAUSES = CHECKS.filter(({ name }) => name !== 'dead letters' && name !== 'alarms');
