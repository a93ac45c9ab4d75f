import { DescribeTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Sandbox } from '../../../sandbox/sandbox';

const NAME = 'kept-orders'; // in app.cjs
const CONSUMER = 'arn:aws:iam::111122223333:role/OrdersApp';

/** The queue and the table of the stack `Kept`, which outlives it. */
export class KeptOrders {
  private readonly dynamoDb: DynamoDBClient;
  private readonly consumer: DynamoDBClient;
  private readonly sqs: SQSClient;

  public constructor(sandbox: Sandbox, developer: string) {
    this.dynamoDb = new DynamoDBClient(sandbox.clientOf(developer));
    const consumer = sandbox.clientOf(CONSUMER);
    [this.consumer, this.sqs] = [new DynamoDBClient(consumer), new SQSClient(consumer)];
  }

  public async tableId(): Promise<string | undefined> {
    return (await this.dynamoDb.send(new DescribeTableCommand({ TableName: NAME }))).Table!.TableId;
  }

  public async send(MessageBody: string): Promise<void> {
    const { QueueUrl } = await this.sqs.send(new GetQueueUrlCommand({ QueueName: NAME }));
    await this.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  }

  /** The bodies of the items, once there are some. */
  public async bodies(): Promise<(string | undefined)[]> {
    for (;;) {
      const { Items = [] } = await this.consumer.send(new ScanCommand({ TableName: NAME }));
      if (Items.length > 0) return Items.map(({ body }) => body.S);
      await new Promise(resolve => setTimeout(resolve, 20)); // jest's own limit ends it
    }
  }
}
