import { batch } from './batch';
import { parseContent } from './content';
import { md5, md5OfAttributes, type Message } from './message';
import type { MessageMoves } from './message-moves';
import type { Queue } from './queue';
import type { Queues } from './queues';
import { renderMessage } from './rendered-message';
import { invalid, invalidValue, missing, SqsError } from './sqs-error';
import type { Fields } from '../gateway/operations';

/** One request that is allowed. */
export interface Asked {
  readonly parameters: Fields;
  /** Throws unless there is the queue that the request names. */
  readonly queue: () => Queue;
  readonly queues: Queues;
  readonly moves: MessageMoves;
  readonly senderId: string;
  readonly urlOf: (queue: Queue) => string;
}

type Operation = (asked: Asked) => Fields | void;

/** What SQS does, by the names of its API. To receive is more than a function of the queue: see `SqsService`. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateQueue: ({ queues, parameters, urlOf }) => ({
    QueueUrl: urlOf(queues.create(required(parameters, 'QueueName'), parameters.Attributes ?? {})),
  }),
  DeleteQueue: ({ queues, queue }) => queues.delete(queue()),
  GetQueueUrl: ({ queue, urlOf }) => ({ QueueUrl: urlOf(queue()) }),
  ListQueues: ({ queues, parameters: { QueueNamePrefix = '' }, urlOf }) => {
    const found = queues.all.filter(({ name }) => name.startsWith(QueueNamePrefix));
    return found.length === 0 ? {} : { QueueUrls: found.map(urlOf) };
  },
  ListDeadLetterSourceQueues: ({ queues, queue, urlOf }) => ({ queueUrls: queues.sourcesOf(queue()).map(urlOf) }),
  GetQueueAttributes: ({ queue, parameters }) => describe(queue(), parameters.AttributeNames ?? []),
  SetQueueAttributes: ({ queues, queue, parameters }) =>
    queues.setAttributes(queue(), required(parameters, 'Attributes')),
  PurgeQueue: ({ queue }) => queue().purge(),
  SendMessage: asked => send(asked, asked.parameters),
  SendMessageBatch: asked => batch(asked.parameters, entry => send(asked, entry)),
  DeleteMessage: ({ queue, parameters }) => queue().delete(required(parameters, 'ReceiptHandle')),
  DeleteMessageBatch: ({ queue, parameters }) =>
    batch(parameters, entry => queue().delete(required(entry, 'ReceiptHandle'))),
  ChangeMessageVisibility: ({ queue, parameters }) => changeVisibility(queue(), parameters),
  ChangeMessageVisibilityBatch: ({ queue, parameters }) => batch(parameters, entry => changeVisibility(queue(), entry)),
  StartMessageMoveTask: startMove,
  ListMessageMoveTasks: ({ moves, queue, parameters }) => ({
    Results: moves.list(queue(), Number(parameters.MaxResults ?? 1)),
  }),
  CancelMessageMoveTask: ({ moves, parameters }) => ({
    ApproximateNumberOfMessagesMoved: moves.cancel(required(parameters, 'TaskHandle')),
  }),
};

/** Gives messages that can be received now. */
export function receive({ queue, parameters }: Asked): Fields {
  const { MaxNumberOfMessages = 1, VisibilityTimeout } = parameters;
  const most = Number(MaxNumberOfMessages);
  if (!(most >= 1 && most <= 10)) {
    throw invalidValue(most, 'MaxNumberOfMessages', 'Must be between 1 and 10, if provided.');
  }
  const visibility = VisibilityTimeout === undefined ? undefined : visibilityIn(parameters);
  const messages = queue().receive(most, visibility);
  return messages.length === 0 ? {} : { Messages: messages.map(message => renderMessage(message, parameters)) };
}

function send({ queue, senderId }: Asked, entry: Fields): Fields {
  const { content, delaySeconds } = parseContent(entry, queue().attributes);
  const message: Message = queue().send(content, senderId, delaySeconds);
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5(content.body),
    MD5OfMessageAttributes: md5OfAttributes(content.attributes),
    SequenceNumber: message.sequenceNumber,
  };
}

function changeVisibility(queue: Queue, parameters: Fields): void {
  required(parameters, 'VisibilityTimeout');
  queue.changeVisibility(required(parameters, 'ReceiptHandle'), visibilityIn(parameters));
}

function visibilityIn({ VisibilityTimeout }: Fields): number {
  const seconds = Number(VisibilityTimeout);
  if (seconds >= 0 && seconds <= 43_200) return seconds;
  throw invalidValue(VisibilityTimeout, 'VisibilityTimeout', 'Must be between 0 and 43200, if provided.');
}

function describe(queue: Queue, names: readonly string[]): Fields {
  const { visible, delayed, 'in flight': inFlight } = queue.counts;
  const created = String(Math.floor(queue.created / 1000));
  const all: Record<string, string> = {
    ...queue.attributes.all(),
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    CreatedTimestamp: created,
    LastModifiedTimestamp: created,
  };
  const wanted = Object.entries(all).filter(([name]) => names.includes(name) || names.includes('All'));
  return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
}

function startMove({ moves, queues, queue, parameters }: Asked): Fields {
  const { DestinationArn, MaxNumberOfMessagesPerSecond } = parameters;
  const source = queue();
  if (queues.sourcesOf(source).length === 0) {
    throw invalid('Source queue must be configured as a Dead Letter Queue.');
  }
  if (DestinationArn !== undefined) {
    const destination = queues.all.find(({ arn }) => arn === DestinationArn);
    if (destination === undefined) {
      throw new SqsError(
        'ResourceNotFoundException',
        "The resource that you specified for the DestinationArn parameter doesn't exist.",
        404,
      );
    }
    if (destination === source) throw invalid('Source queue arn and destination queue arn cannot be the same.');
    if (destination.attributes.isFifo !== source.attributes.isFifo) {
      throw invalid('The source queue and destination queue must be of the same queue type.');
    }
  }
  return { TaskHandle: moves.start(source, DestinationArn, MaxNumberOfMessagesPerSecond) };
}

/** @throws SqsError if the request lacks it */
function required(parameters: Fields, name: string): any {
  if (parameters[name] === undefined || parameters[name] === '') throw missing(name);
  return parameters[name];
}
