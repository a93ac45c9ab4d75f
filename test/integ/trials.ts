import type { Ground } from './ground';
import type { Pipeline } from './pipeline';

export type ProbeName = 'admin' | 'consumer' | 'redriver' | 'stranger' | 'otherFunction';

/** One thing tried as a role, and what has to come of it. */
export interface Trial {
  /** What docs/unproven.md refers to it by. */
  readonly title: string;
  readonly as: ProbeName;
  readonly service: 'sqs' | 'dynamodb' | 'kms' | 'lambda' | 'eventbridge';
  readonly command: string;
  readonly input: object;
  /** A part of the probe's answer, as a regular expression. */
  readonly answer: string;
  /** Whether the first answer counts, and is not waited for. */
  readonly isAtOnce?: boolean;
}

/** As CloudFormation would ask, if it were deploying. */
const FORGED = {
  RequestType: 'Update',
  LogicalResourceId: 'Forged',
  ResourceProperties: {
    Statements: [{ Sid: 'Forged', Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
  },
};

const ALLOWED = '"outcome":"allowed"';
const deniedBy = (whose: 'key' | 'identity policy' | 'resource policy'): string => `"outcome":"denied","by":"${whose}"`;

/** What is tried of the deployed pipeline, in the order in which it happens. */
export function trialsOf({ orders, managerName }: Pipeline, { counted, waiter }: Ground): Trial[] {
  const { queue, deadLetterQueue, table, key } = orders;
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
      title: 'an administrator puts the policy and says that the lockout check stays on',
      as: 'admin',
      service: 'kms',
      command: 'PutKeyPolicy',
      input: { KeyId, BypassPolicyLockoutSafetyCheck: false },
      answer: ALLOWED,
    },
    {
      title: 'an administrator is denied a policy without the lockout check',
      as: 'admin',
      service: 'kms',
      command: 'PutKeyPolicy',
      input: { KeyId, BypassPolicyLockoutSafetyCheck: true },
      answer: deniedBy('key'),
    },
    {
      title: 'a stranger sends a forged request to the key policy manager',
      as: 'stranger',
      service: 'lambda',
      command: 'Invoke',
      input: { FunctionName: managerName, Payload: JSON.stringify(FORGED) },
      answer: ALLOWED,
    },
    {
      title: 'the forged request changed nothing',
      as: 'admin',
      service: 'kms',
      command: 'GetKeyPolicy',
      input: { KeyId },
      answer: '"forged":false',
      isAtOnce: true,
    },
    {
      title: 'an event is put',
      as: 'admin',
      service: 'eventbridge',
      command: 'PutEvents',
      input: { Entries: [{ Source: 'integ', DetailType: 'Test', Detail: '{}' }] },
      answer: ALLOWED,
    },
    {
      title: 'the rule of EventBridge sends, and the item appears',
      as: 'consumer',
      service: 'dynamodb',
      command: 'GetItem',
      input: { TableName, Key: { id: { S: 'o-rule' } } },
      answer: '"found":true',
    },
    {
      title: 'a message is sent to be counted',
      as: 'admin',
      service: 'sqs',
      command: 'SendMessage',
      input: { QueueUrl: counted.queueUrl, MessageBody: 'x' },
      answer: ALLOWED,
    },
    {
      title: 'a receive is denied by the key',
      as: 'redriver',
      service: 'sqs',
      command: 'ReceiveMessage',
      input: { QueueUrl: counted.queueUrl },
      answer: deniedBy('key'),
    },
    {
      title: 'a receive that the key denied does not count',
      as: 'admin',
      service: 'sqs',
      command: 'ReceiveMessage',
      input: { QueueUrl: counted.queueUrl, MessageSystemAttributeNames: ['All'] },
      answer: '"receives":1,',
    },
    {
      title: 'a message is sent to a function that puts it off',
      as: 'admin',
      service: 'sqs',
      command: 'SendMessage',
      input: { QueueUrl: waiter.queue.queueUrl, MessageBody: 'x' },
      answer: ALLOWED,
    },
    {
      title: 'a visibility that a function changed stays when it reports the message as failed',
      as: 'admin',
      service: 'sqs',
      command: 'ReceiveMessage',
      input: { QueueUrl: waiter.told.queueUrl, MessageSystemAttributeNames: ['All'] },
      answer: '"waited":(5[5-9]|[6-8][0-9])',
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
