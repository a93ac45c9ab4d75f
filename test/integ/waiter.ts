import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/**
 * Puts off a message that it gets for the first time, and reports it as failed. The next time it tells when the first
 * was: the time between is what a visibility that a function changed is worth.
 */
const HANDLER = `
const { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } = require('@aws-sdk/client-sqs');
const sqs = new SQSClient({});
exports.handler = async ({ Records: [{ messageId, receiptHandle, attributes }] }) => {
  if (attributes.ApproximateReceiveCount !== '1') {
    await sqs.send(new SendMessageCommand({ QueueUrl: process.env.TOLD, MessageBody: attributes.ApproximateFirstReceiveTimestamp }));
    return { batchItemFailures: [] };
  }
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: process.env.QUEUE, ReceiptHandle: receiptHandle, VisibilityTimeout: 60 }));
  return { batchItemFailures: [{ itemIdentifier: messageId }] };
};`;

/** A function on a queue of its own, whose messages are visible again after 30 seconds unless it says 60. */
export class Waiter extends Construct {
  public readonly queue = new sqs.Queue(this, 'Queue', { visibilityTimeout: Duration.seconds(30) });
  /** What the function tells. */
  public readonly told = new sqs.Queue(this, 'Told', { visibilityTimeout: Duration.seconds(5) });

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const waiter = new lambda.Function(this, 'Function', {
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      code: lambda.Code.fromInline(HANDLER),
      handler: 'index.handler',
      timeout: Duration.seconds(15),
      environment: { QUEUE: this.queue.queueUrl, TOLD: this.told.queueUrl },
    });
    waiter.addEventSource(new SqsEventSource(this.queue, { batchSize: 1, reportBatchItemFailures: true }));
    this.told.grantSendMessages(waiter);
  }
}
