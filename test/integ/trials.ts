import type { Pipeline } from './pipeline';

export type ProbeName = 'admin' | 'consumer' | 'redriver' | 'stranger' | 'otherFunction';

/** One thing tried as a role, and what has to come of it. */
export interface Trial {
  /** What docs/unproven.md refers to it by. */
  readonly title: string;
  readonly as: ProbeName;
  readonly service: 'sqs' | 'dynamodb' | 'kms';
  readonly command: string;
  readonly input: object;
  /** A part of the probe's answer, as a regular expression. */
  readonly answer: string;
}

const ALLOWED = '"outcome":"allowed"';
const deniedBy = (whose: 'key' | 'identity policy' | 'resource policy'): string => `"outcome":"denied","by":"${whose}"`;

/** What is tried of the deployed pipeline, in the order in which it happens. */
export function trialsOf({ orders: { queue, deadLetterQueue, table, key } }: Pipeline): Trial[] {
  const [QueueUrl, TableName, KeyId] = [queue.queueUrl, table.tableName, key.keyArn];
  const SourceArn = deadLetterQueue.queueArn;
  const Key = { id: { S: 'o-1' } };
  const message = (MessageBody: string): object => ({ QueueUrl, MessageBody });
  return [
    {
      title: 'a consumer sends',
      as: 'consumer',
      service: 'sqs',
      command: 'SendMessage',
      input: message(JSON.stringify({ id: 'o-1', total: 12.5 })),
      answer: ALLOWED,
    },
    {
      title: 'the item appears, and a consumer reads it',
      as: 'consumer',
      service: 'dynamodb',
      command: 'GetItem',
      input: { TableName, Key },
      answer: '"found":true',
    },
    {
      title: 'a poison message is sent',
      as: 'consumer',
      service: 'sqs',
      command: 'SendMessage',
      input: message('no JSON'),
      answer: ALLOWED,
    },
    {
      title: 'the poison message is a dead letter',
      as: 'redriver',
      service: 'sqs',
      command: 'GetQueueAttributes',
      input: { QueueUrl: deadLetterQueue.queueUrl, AttributeNames: ['ApproximateNumberOfMessages'] },
      answer: '"waiting":[1-9]',
    },
    {
      title: 'a redriver moves the dead letter',
      as: 'redriver',
      service: 'sqs',
      command: 'StartMessageMoveTask',
      input: { SourceArn },
      answer: ALLOWED,
    },
    {
      title: 'the dead letter was moved',
      as: 'redriver',
      service: 'sqs',
      command: 'ListMessageMoveTasks',
      input: { SourceArn },
      answer: '"moved":1',
    },
    {
      title: 'a stranger has the rights that IAM can give',
      as: 'stranger',
      service: 'sqs',
      command: 'GetQueueUrl',
      input: { QueueName: queue.queueName },
      answer: ALLOWED,
    },
    {
      title: 'a stranger with every right in IAM is denied at the queue',
      as: 'stranger',
      service: 'sqs',
      command: 'SendMessage',
      input: message('{"id":"x"}'),
      answer: deniedBy('key'),
    },
    {
      title: 'a stranger with every right in IAM receives nothing',
      as: 'stranger',
      service: 'sqs',
      command: 'ReceiveMessage',
      input: { QueueUrl },
      answer: deniedBy('resource policy'),
    },
    {
      title: 'a stranger with every right in IAM is denied at the table',
      as: 'stranger',
      service: 'dynamodb',
      command: 'GetItem',
      input: { TableName, Key },
      answer: deniedBy('key'),
    },
    {
      title: 'a stranger with every right in IAM is denied at the key',
      as: 'stranger',
      service: 'kms',
      command: 'GetKeyPolicy',
      input: { KeyId },
      answer: deniedBy('key'),
    },
    {
      title: 'an administrator reads the key policy',
      as: 'admin',
      service: 'kms',
      command: 'GetKeyPolicy',
      input: { KeyId },
      answer: ALLOWED,
    },
    {
      title: 'an administrator is denied at the table',
      as: 'admin',
      service: 'dynamodb',
      command: 'GetItem',
      input: { TableName, Key },
      answer: deniedBy('key'),
    },
    {
      title: "the writer's role in another function is denied at the table",
      as: 'otherFunction',
      service: 'dynamodb',
      command: 'PutItem',
      input: { TableName, Item: Key },
      answer: deniedBy('identity policy'),
    },
    {
      title: "the writer's role in another function is denied at the queue",
      as: 'otherFunction',
      service: 'sqs',
      command: 'ReceiveMessage',
      input: { QueueUrl },
      answer: deniedBy('identity policy'),
    },
  ];
}
