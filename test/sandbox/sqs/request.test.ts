import { actionOf, parseSqsRequest, queueNameIn } from '../../../sandbox/sqs/request';

const TASK = Buffer.from(
  JSON.stringify({ taskId: 't', sourceArn: 'arn:aws:sqs:eu-west-1:111122223333:orders-dlq' }),
).toString('base64');

test.each<[string, string, object, string | undefined]>([
  ['SendMessage', 'by URL', { QueueUrl: 'http://127.0.0.1:1/111122223333/orders' }, 'orders'],
  ['CreateQueue', 'by name', { QueueName: 'orders.fifo' }, 'orders.fifo'],
  ['StartMessageMoveTask', 'by ARN', { SourceArn: 'arn:aws:sqs:eu-west-1:111122223333:orders-dlq' }, 'orders-dlq'],
  ['CancelMessageMoveTask', 'by the handle of a task', { TaskHandle: TASK }, 'orders-dlq'],
  ['ListQueues', 'not at all', {}, undefined],
])('%s names its queue %s', (operation, _, parameters, queueName) => {
  const parsed = parseSqsRequest({
    headers: { 'x-amz-target': `AmazonSQS.${operation}` },
    body: JSON.stringify(parameters),
  });
  expect(parsed).toEqual({ protocol: 'json', operation, parameters });
  expect(queueNameIn(parsed.parameters)).toBe(queueName);
});

test('the query protocol asks for the same', () => {
  const body =
    'Action=SendMessage&QueueUrl=http%3A%2F%2F127.0.0.1%3A1%2F111122223333%2Forders&MessageBody=hello&Version=2012-11-05';
  const parsed = parseSqsRequest({ headers: {}, body });
  expect(parsed).toMatchObject({ protocol: 'query', operation: 'SendMessage' });
  expect(queueNameIn(parsed.parameters)).toBe('orders');
});

test('a batch needs the permission of the single call', () => {
  expect(['SendMessageBatch', 'DeleteMessageBatch', 'ReceiveMessage'].map(actionOf)).toEqual([
    'sqs:SendMessage',
    'sqs:DeleteMessage',
    'sqs:ReceiveMessage',
  ]);
});
