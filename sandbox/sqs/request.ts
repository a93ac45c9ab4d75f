import { parseQuery } from './query-protocol';
import type { Fields } from '../gateway/operations';
import type { WireRequest } from '../gateway/wire';

/** What a request to SQS asks for, whichever of its two protocols it speaks. */
export interface SqsRequest {
  readonly protocol: 'json' | 'query';
  /** The operation, such as `SendMessageBatch`. */
  readonly operation: string;
  readonly parameters: Fields;
}

export function parseSqsRequest({ headers, body }: Pick<WireRequest, 'headers' | 'body'>): SqsRequest {
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    return { protocol: 'json', operation: target.split('.')[1], parameters: JSON.parse(body || '{}') as Fields };
  }
  const { Action, ...parameters } = parseQuery(body);
  return { protocol: 'query', operation: String(Action), parameters };
}

const lastPart = (text: unknown, separator: string): string | undefined =>
  typeof text === 'string' ? text.split(separator).filter(Boolean).at(-1) : undefined;

/** The queue that a request is about. Queues are named by URL, by name or, for the move tasks, by ARN. */
export function queueNameIn(parameters: Fields): string | undefined {
  if (typeof parameters.TaskHandle === 'string') {
    const task = JSON.parse(Buffer.from(parameters.TaskHandle, 'base64').toString('utf8')) as { sourceArn: string };
    return lastPart(task.sourceArn, ':');
  }
  return (
    lastPart(parameters.QueueUrl, '/') ?? lastPart(parameters.SourceArn, ':') ?? lastPart(parameters.QueueName, '/')
  );
}

/** The IAM action of an operation: a batch needs the permission of the single call. */
export const actionOf = (operation: string): string => `sqs:${operation.replace(/Batch$/, '')}`;
