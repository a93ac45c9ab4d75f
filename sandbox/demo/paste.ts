import { CONSUMER, type Deployed } from './example';
import type { Sandbox } from '../sandbox';

/** Lines to paste into a terminal and into a program, to use the sandbox with the AWS CLI and an SDK. */
export function renderPaste(sandbox: Sandbox, { queueUrl, tableName }: Deployed): string {
  const { endpoint, region, credentials } = sandbox.clientOf(CONSUMER);
  return `\
Signed as ${CONSUMER}, with the AWS CLI:

export AWS_ACCESS_KEY_ID=${credentials.accessKeyId} AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey} AWS_DEFAULT_REGION=${region}
aws --endpoint-url ${endpoint} sqs send-message --queue-url ${queueUrl} --message-body 'hello'
aws --endpoint-url ${endpoint} dynamodb scan --table-name ${tableName}

and with the AWS SDK for JavaScript:

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
const sandbox = { endpoint: '${endpoint}', region: '${region}' };
const sent = new SendMessageCommand({ QueueUrl: '${queueUrl}', MessageBody: 'hello' });
const { MessageId: id } = await new SQSClient(sandbox).send(sent);
const table = DynamoDBDocumentClient.from(new DynamoDBClient(sandbox));
let item;
while (!item) item = (await table.send(new GetCommand({ TableName: '${tableName}', Key: { id } }))).Item;
console.log(JSON.stringify(item));
`;
}
