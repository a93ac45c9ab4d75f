import { ExpectedResult, type IApiCall, type IDeployAssert, Match } from '@aws-cdk/integ-tests-alpha';
import { Duration, type Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Ground } from './ground';
import type { Pipeline } from './pipeline';
import { addProbe } from './probe';

const PATIENCE = { totalTimeout: Duration.minutes(5), interval: Duration.seconds(10) };

/**
 * What is asserted of the deployed pipeline, in the order it happens. The title of each is what docs/unproven.md refers
 * to.
 */
export function addAssertions(scope: Stack, assertions: IDeployAssert, ground: Ground, { orders }: Pipeline): void {
  const { queue, deadLetterQueue, table, writer, key } = orders;
  const probe = (id: string, role: IRole): Function => addProbe(scope, `${id}Probe`, role);
  const [admin, consumer, redriver, stranger] = [
    probe('Admin', ground.admin),
    probe('Consumer', ground.consumer),
    probe('Redriver', ground.redriver),
    probe('Stranger', ground.stranger),
  ];
  const otherFunction = probe('OtherFunction', writer.role!);

  let last: IApiCall | undefined;
  const step = (call: IApiCall): IApiCall => (last = last ? last.next(call) : call);
  const tries = (title: string, who: Function, service: string, command: string, input: object): IApiCall =>
    step(
      assertions.invokeFunction({
        functionName: who.functionName,
        payload: scope.toJsonString({ title, service, command, input }),
      }),
    );
  const answers = (pattern: string): ExpectedResult =>
    ExpectedResult.objectLike({ Payload: Match.stringLikeRegexp(pattern) });

  const send = (body: object | string): object => ({
    QueueUrl: queue.queueUrl,
    MessageBody: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const item = { id: { S: 'o-1' } };
  const allowed = answers('"outcome":"allowed"');
  const denied = answers('"outcome":"denied"');

  tries('a consumer sends', consumer, 'sqs', 'SendMessage', send({ id: 'o-1', total: 12.5 })).expect(allowed);
  tries('the item appears, and a consumer reads it', consumer, 'dynamodb', 'Scan', { TableName: table.tableName })
    .expect(answers('"count":1'))
    .waitForAssertions(PATIENCE);

  tries('a poison message is sent', consumer, 'sqs', 'SendMessage', send('no JSON')).expect(allowed);
  const depth = step(
    assertions.awsApiCall('SQS', 'getQueueAttributes', {
      // the poison is a dead letter
      QueueUrl: deadLetterQueue.queueUrl,
      AttributeNames: ['ApproximateNumberOfMessages'],
    }),
  );
  depth
    .expect(ExpectedResult.objectLike({ Attributes: { ApproximateNumberOfMessages: '1' } }))
    .waitForAssertions(PATIENCE);

  tries('a redriver moves the dead letter', redriver, 'sqs', 'StartMessageMoveTask', {
    SourceArn: deadLetterQueue.queueArn,
  }).expect(allowed);
  tries('the dead letter was moved', redriver, 'sqs', 'ListMessageMoveTasks', { SourceArn: deadLetterQueue.queueArn })
    .expect(answers('"moved":1'))
    .waitForAssertions(PATIENCE);

  tries(
    'a stranger with every right in IAM is denied at the queue',
    stranger,
    'sqs',
    'SendMessage',
    send({ id: 'x' }),
  ).expect(denied);
  tries('a stranger with every right in IAM is denied at the table', stranger, 'dynamodb', 'GetItem', {
    TableName: table.tableName,
    Key: item,
  }).expect(denied);
  tries('a stranger with every right in IAM is denied at the key', stranger, 'kms', 'GetKeyPolicy', {
    KeyId: key.keyArn,
  }).expect(denied);
  tries('an administrator reads the key policy', admin, 'kms', 'GetKeyPolicy', { KeyId: key.keyArn }).expect(allowed);
  tries('an administrator is denied at the table', admin, 'dynamodb', 'GetItem', {
    TableName: table.tableName,
    Key: item,
  }).expect(denied);
  tries("the writer's role in another function is denied at the table", otherFunction, 'dynamodb', 'PutItem', {
    TableName: table.tableName,
    Item: item,
  }).expect(denied);
  tries("the writer's role in another function is denied at the queue", otherFunction, 'sqs', 'ReceiveMessage', {
    QueueUrl: queue.queueUrl,
  }).expect(denied);
}
