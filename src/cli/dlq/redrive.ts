import { DeadLetterQueue } from './dead-letter-queue';
import { forecast } from './forecast';
import { cancelMove, followMove, type MoveEnd, startMove } from './move';
import { awaitSettled } from './settled';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { confirm, requireAnswer } from '../confirm';
import { Account } from '../deployed/account';
import { CONSTRUCT_OPTION, CONSTRUCT_OPTION_HELP } from '../deployed/construct-option';
import { requireStackName } from '../deployed/stack-name';
import { CAUSES_OF_DEAD_LETTERS, diagnose } from '../doctor/diagnose';
import { PROGRAM } from '../terminal';
import type { Verb, VerbContext } from '../verb';
import { readWholeNumber } from '../whole-number';

/** `dlq redrive` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table dlq redrive STACK [options]

Moves the dead letters back into the queue, once doctor finds nothing broken but the dead letters themselves. Says before what they died of and which will fail again, and afterwards how many were moved, how many were stored and how many came back. Exits with 3 if some came back or if it is not over. Needs the rights of doctor, logs:FilterLogEvents and those of a redriver.

A moved message gets a new id and a new time of sending: with the message id as item key, a message whose item was written unseen becomes a second item, and the time to live counts anew. In a FIFO queue messages of a group may be moved out of order.

The move is done by SQS, which does one at a time. Ctrl-C asks whether to cancel it or to leave it alone.

Options:
${CONSTRUCT_OPTION_HELP}
  --rate N                   Messages a second, 1 to 500. [default: as many as SQS moves]
  --max-wait SECONDS         How long to wait for the end, 1 to 129600. [default: until the move ends, and 15 minutes]
  --cancel                   Cancel the move that is running: what it has moved stays moved.
  --dry-run                  Look, say how many would move, and move nothing.
  --yes                      Do not ask.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table dlq redrive OrdersStack --rate 50`,

  options: {
    ...AWS_OPTIONS,
    ...CONSTRUCT_OPTION,
    rate: { type: 'string' },
    'max-wait': { type: 'string' },
    cancel: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean' },
  },
  maxPositionals: 1,

  run: async context => {
    const { now, terminal, values } = context;
    const stackName = requireStackName(context);
    const rate = readWholeNumber(values, 'rate', { from: 1, to: 500, unit: 'messages a second' });
    const wait = readWholeNumber(values, 'max-wait', { from: 1, to: LONGEST_SECONDS, unit: 'seconds' });
    if (!values.flag('cancel')) requireAnswer(context, 'dlq redrive');
    const account = new Account(context, stackName, now());
    if (values.flag('cancel')) return cancel(context, await DeadLetterQueue.of(context, account));
    if (!(await nothingIsBroken(context, account))) return 3;

    const queue = await DeadLetterQueue.of(context, account);
    const count = await preview(context, account, queue);
    if (values.flag('dry-run') || count === 0) return 0;
    if (!(await confirm(context, 'move them?'))) return 0;
    await startMove(queue, rate);
    terminal.whenStopped = `the move goes on; cancel it with: ${PROGRAM} dlq redrive ${stackName} --cancel`;
    const until = new Date(now().getTime() + (wait ?? LONGEST_SECONDS) * 1000);
    const end = await followMove(context, queue, until);
    return end.status === 'RUNNING' ? leave(context, stackName, end) : finish(context, queue, end, until);
  },
};

/** SQS gives a move up after 36 hours. */
const LONGEST_SECONDS = 129_600;
const SETTLE_MILLISECONDS = 900_000;

async function nothingIsBroken({ terminal }: VerbContext, account: Account): Promise<boolean> {
  const checks = await diagnose(account, CAUSES_OF_DEAD_LETTERS);
  const unknown = checks.filter(({ state }) => state === 'unknown').map(({ name }) => name);
  if (unknown.length > 0) terminal.warning(`not looked at, for lack of rights: ${unknown.join(', ')}`);
  const broken = checks.filter(({ state }) => state === 'broken');
  if (broken.length === 0) return true;
  terminal.error(`the messages would die again: ${broken.map(({ says }) => says).join('; ')}`);
  return false;
}

/** Says how many would move, and what will become of them. */
async function preview({ terminal }: VerbContext, account: Account, queue: DeadLetterQueue): Promise<number> {
  const { dead } = await queue.depths();
  const { LastModified = 0 } = await account.writer();
  terminal.progress(`${dead} dead letters would move to ${queue.sourceArn}`);
  if (dead === 0) return 0;
  for (const { count, reason, says } of forecast(await queue.deaths(), dead, new Date(LastModified))) {
    terminal.progress(`  ${count} ${reason}: ${says}`);
  }
  return dead;
}

async function cancel(context: VerbContext, queue: DeadLetterQueue): Promise<number> {
  const { now, terminal, values } = context;
  if (values.flag('dry-run')) {
    terminal.progress('the move that is running would be cancelled');
    return 0;
  }
  if (!(await cancelMove(queue))) {
    terminal.progress('no move is running');
    return 0;
  }
  const { moved } = await followMove(context, queue, new Date(now().getTime() + SETTLE_MILLISECONDS));
  const { dead } = await queue.depths();
  terminal.result(`cancelled: moved ${moved}, left ${dead}`);
  return 0;
}

/** The command ends, the move does not. */
function leave({ terminal }: VerbContext, stackName: string, { moved }: MoveEnd): number {
  terminal.result(`moved ${moved} so far: the move goes on`);
  terminal.hint(`cancel it with: ${PROGRAM} dlq redrive ${stackName} --cancel`);
  return 3;
}

/** Says what became of the messages, as far as nobody else sends to the queue meanwhile. */
async function finish(
  context: VerbContext,
  queue: DeadLetterQueue,
  { moved, status }: MoveEnd,
  until: Date,
): Promise<number> {
  const { now, terminal } = context;
  terminal.whenStopped = 'the move is over';
  terminal.progress(`moved ${moved}; waiting until the writer is done and the numbers of SQS have settled`);
  const left = status === 'CANCELLED' ? (await queue.depths()).dead : 0;
  const settled = new Date(Math.min(until.getTime(), now().getTime() + SETTLE_MILLISECONDS));
  const { dead, waiting } = await awaitSettled(context, queue, settled);
  const back = Math.max(0, dead - left);
  const stored = Math.max(0, moved - back - waiting);
  const more = [...(waiting > 0 ? [`${waiting} wait in the queue`] : []), ...(left > 0 ? [`${left} not moved`] : [])];
  terminal.result([`moved ${moved}, stored ${stored}, back in the dead-letter queue ${back}`, ...more].join(', '));
  return back + waiting > 0 ? 3 : 0;
}
