const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb');
const { SendMessageCommand, SQSClient } = require('@aws-sdk/client-sqs');

const sqs = new SQSClient({});
const dynamodb = new DynamoDBClient({});

/** Sends an order, or reads the one with an id. */
exports.handler = async ({ id, order }) => {
  if (order) {
    const { MessageId } = await sqs.send(
      new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify(order) }),
    );
    return { id: MessageId };
  }
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: process.env.TABLE_NAME, Key: { id: { S: id } } }),
  );
  return Item;
};
