import type { Deployed } from './deployed';
import { renderLook } from './look-around';
import { renderExport } from './people';
import type { Sandbox } from '../sandbox';

/** Lines to paste into a terminal and into a program, to use the sandbox with the AWS CLI and an SDK. */
export function renderPaste(sandbox: Sandbox, deployed: Deployed, message: string): string {
  const credentials = deployed.people.map(person => renderExport(sandbox, person));
  const paragraphs = [
    'Who is who. The lines below sign as one of these; paste another line to be somebody else:',
    credentials.join('\n'),
    ...renderTraffic(sandbox, deployed, message),
    ...renderLook(sandbox, deployed),
  ];
  return paragraphs.join('\n\n');
}

/** For a consumer: a message, the items, a poison message, and a program. */
function renderTraffic(sandbox: Sandbox, deployed: Deployed, message: string): string[] {
  const consumer = deployed.people.find(({ part }) => part === 'consumer');
  if (consumer === undefined) return [];
  const { queueUrl, tableName } = deployed;
  const aws = `aws --endpoint-url ${sandbox.endpoint}`;
  const isFifo = queueUrl.endsWith('.fifo');
  const ofGroup = isFifo ? ' --message-group-id mine --message-deduplication-id "$(date +%s%N)"' : '';
  const send = (body: string): string =>
    `${aws} sqs send-message --queue-url ${queueUrl}${ofGroup} --message-body ${quote(body)}`;
  const use = [renderExport(sandbox, consumer), send(message), `${aws} dynamodb scan --table-name ${tableName}`];
  return [
    'Send a message and read the items, as a consumer with the AWS CLI:',
    use.join('\n'),
    ...(deployed.takesOnlyJson
      ? ['Send a poison message: its body is no JSON, and soon it is in the dead-letter queue:', send('no JSON')]
      : [
          'No body is poison here, as any text is stored. With --example orders-as-attributes there is a poison message to paste.',
        ]),
    ...(deployed.takesOnlyJson || isFifo
      ? []
      : ['The same with the AWS SDK for JavaScript:', renderProgram(sandbox, deployed)]),
  ];
}

const renderProgram = ({ endpoint, region }: Sandbox, { queueUrl, tableName }: Deployed): string => `\
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
const sandbox = { endpoint: '${endpoint}', region: '${region}' };
const sent = new SendMessageCommand({ QueueUrl: '${queueUrl}', MessageBody: 'hello' });
const { MessageId } = await new SQSClient(sandbox).send(sent);
const table = DynamoDBDocumentClient.from(new DynamoDBClient(sandbox));
let item;
while (!item) {
  const { Items } = await table.send(new ScanCommand({ TableName: '${tableName}' }));
  item = Items.find(({ id }) => id === MessageId);
}
console.log(JSON.stringify(item));`;

/** A word of the shell. */
const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
