import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { DeadLetterQueue } from './dead-letter-queue';
import { renderBar } from './progress-bar';
import { CliError } from '../cli-error';
import type { VerbContext } from '../verb';

const POLL_MILLISECONDS = 2_000;

/** How a move ended, or that it goes on without us. */
export interface MoveEnd {
  readonly status: 'COMPLETED' | 'CANCELLED' | 'RUNNING';
  readonly moved: number;
}

/** Starts to move every dead letter, also what was sent straight to the dead-letter queue, to the queue. */
export async function startMove(
  { arn, sourceArn, sqs }: DeadLetterQueue,
  perSecond: number | undefined,
): Promise<void> {
  await sqs.send(
    new StartMessageMoveTaskCommand({
      SourceArn: arn,
      DestinationArn: sourceArn,
      MaxNumberOfMessagesPerSecond: perSecond,
    }),
  );
}

/**
 * Shows how far the last move is until it ends or the time is over. Ctrl-C asks whether to cancel it.
 *
 * @throws CliError if SQS gave it up
 */
export async function followMove(context: VerbContext, queue: DeadLetterQueue, until: Date): Promise<MoveEnd> {
  const { now, sleep, terminal } = context;
  for (;;) {
    const task = await lastMove(queue);
    const moved = task?.ApproximateNumberOfMessagesMoved ?? 0;
    if (task?.Status === 'COMPLETED' || task?.Status === 'CANCELLED') return { status: task.Status, moved };
    if (task?.Status !== 'RUNNING' && task?.Status !== 'CANCELLING') {
      const why = task?.FailureReason ?? 'SQS gives no reason';
      throw new CliError(`the move ended as ${task?.Status ?? 'unknown'}, after ${moved} messages: ${why}`);
    }
    if (now() >= until) return { status: 'RUNNING', moved };
    terminal.status(renderBar(moved, task.ApproximateNumberOfMessagesToMove ?? moved));
    const wasInterrupted = await interruptible(context, async () => sleep(POLL_MILLISECONDS));
    if (!wasInterrupted) continue;
    const answer = await terminal.ask('the move goes on without this command: cancel it? [y/N]');
    if (!/^y(es)?$/i.test(answer)) return { status: 'RUNNING', moved };
    await cancelMove(queue);
  }
}

/** Cancels the move that is running. What it has moved stays moved. @returns whether there was one */
export async function cancelMove(queue: DeadLetterQueue): Promise<boolean> {
  const task = await lastMove(queue);
  if (task?.TaskHandle === undefined) return false; // only a running one has a handle
  await queue.sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle: task.TaskHandle }));
  return true;
}

async function lastMove({ arn, sqs }: DeadLetterQueue): Promise<ListMessageMoveTasksResultEntry | undefined> {
  const { Results = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arn, MaxResults: 1 }));
  return Results[0];
}

/** Waits for something, or for Ctrl-C. @returns whether it was Ctrl-C */
async function interruptible({ terminal }: VerbContext, wait: () => Promise<unknown>): Promise<boolean> {
  const interrupted = new Promise<boolean>(resolve => {
    terminal.whenInterrupted = () => resolve(true);
  });
  const wasInterrupted = await Promise.race([interrupted, wait().then(() => false)]);
  terminal.whenInterrupted = undefined;
  return wasInterrupted;
}
