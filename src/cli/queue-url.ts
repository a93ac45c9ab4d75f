import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** The URL of the queue of an ARN. */
export async function askQueueUrl(client: SQSClient, queueArn: string): Promise<string> {
  const [QueueOwnerAWSAccountId, QueueName] = queueArn.split(':').slice(-2);
  const { QueueUrl = '' } = await client.send(new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId }));
  return QueueUrl;
}
