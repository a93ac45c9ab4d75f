import { randomUUID } from 'node:crypto';
import type { Message } from './message';
import type { Queue } from './queue';
import { invalid, SqsError } from './sqs-error';
import type { Clock } from '../clock/clock';

/** So many messages a second are moved unless somebody says so. */
const MOST_PER_SECOND = 500;

interface Task {
  readonly id: string;
  readonly source: Queue;
  readonly destinationArn?: string;
  readonly perSecond?: number;
  readonly startedAt: number;
  readonly toMove: number;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  moved: number;
  failureReason?: string;
}

/** What SQS says of a task. */
type Described = Readonly<Record<string, string | number | undefined>>;

/** Moves of dead letters, back to where they came from or to one queue, second by second. */
export class MessageMoves {
  private readonly tasks: Task[] = [];

  public constructor(
    private readonly clock: Clock,
    /** The queue of an ARN. */
    private readonly queueOf: (arn: string) => Queue | undefined,
  ) {}

  /** @returns the handle of the task */
  public start(source: Queue, destinationArn: string | undefined, perSecond: number | undefined): string {
    if (this.tasks.some(task => task.source === source && task.status === 'RUNNING')) {
      throw invalid(
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      );
    }
    const task: Task = {
      id: randomUUID(),
      source,
      destinationArn,
      perSecond,
      startedAt: this.clock.now(),
      toMove: source.all.length,
      status: 'RUNNING',
      moved: 0,
    };
    this.tasks.unshift(task);
    this.step(task);
    return handleOf(task);
  }

  /** @returns how many messages it had moved */
  public cancel(handle: string): number {
    const task = this.tasks.find(one => handleOf(one) === handle && one.status === 'RUNNING');
    if (task === undefined) throw new SqsError('ResourceNotFoundException', 'Task does not exist.', 404);
    task.status = 'CANCELLED';
    return task.moved;
  }

  /** The latest tasks of a queue. */
  public list(source: Queue, most: number): Described[] {
    return this.tasks
      .filter(task => task.source === source)
      .slice(0, most)
      .map(task => ({
        TaskHandle: task.status === 'RUNNING' ? handleOf(task) : undefined,
        Status: task.status,
        SourceArn: source.arn,
        DestinationArn: task.destinationArn,
        MaxNumberOfMessagesPerSecond: task.perSecond,
        ApproximateNumberOfMessagesMoved: task.moved,
        ApproximateNumberOfMessagesToMove: task.toMove,
        FailureReason: task.failureReason,
        StartedTimestamp: Math.floor(task.startedAt),
      }));
  }

  private step(task: Task): void {
    if (task.status !== 'RUNNING') return;
    const visible = task.source.all.filter(({ state }) => state === 'visible');
    for (const message of visible.slice(0, task.perSecond ?? MOST_PER_SECOND)) {
      const destination = this.queueOf(task.destinationArn ?? message.sourceArn ?? '');
      if (destination === undefined) {
        Object.assign(task, { status: 'FAILED', failureReason: 'CouldNotDetermineMessageSource' });
        return;
      }
      move(message, task.source, destination);
      task.moved += 1;
    }
    if (visible.length === 0 || task.moved >= task.toMove) task.status = 'COMPLETED';
    else this.clock.after(1000, () => this.step(task));
  }
}

/** A message that is moved is a new one of its producer: its id, time and receive count are new. */
function move(message: Message, source: Queue, destination: Queue): void {
  source.remove(message);
  destination.take(message, message.senderId);
}

/** As a client sees it: it can read the source out of it. */
const handleOf = ({ id, source }: Task): string =>
  Buffer.from(JSON.stringify({ taskId: id, sourceArn: source.arn })).toString('base64');
