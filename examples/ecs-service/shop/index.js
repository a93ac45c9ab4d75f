const { createServer } = require('node:http');
const { text } = require('node:stream/consumers');
const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb');
const { SendMessageCommand, SQSClient } = require('@aws-sdk/client-sqs');

const sqs = new SQSClient({});
const dynamodb = new DynamoDBClient({});
const { QUEUE_URL, TABLE_NAME } = process.env;

/** `POST /` sends an order and answers with its id, `GET /ID` reads it. */
const server = createServer(async (request, response) => {
  try {
    const answer = request.method === 'POST' ? await send(await text(request)) : await read(request.url.slice(1));
    response.writeHead(answer ? 200 : 404).end(JSON.stringify(answer));
  } catch (error) {
    console.error(error.name); // never the body of an order
    response.writeHead(500).end();
  }
});

async function send(order) {
  const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl: QUEUE_URL, MessageBody: order }));
  return { id: MessageId };
}

async function read(id) {
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: TABLE_NAME, Key: { id: { S: id } } }));
  return Item;
}

server.listen(8080);
