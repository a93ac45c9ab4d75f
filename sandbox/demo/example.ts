import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { closeKey } from './closed-key';
import { makeKeyWithImportedMaterial } from './imported-key';
import type { Narration } from './narration';
import type { Sandbox } from '../sandbox';
import { synthesise } from './synthesise';
import { readAssembly } from '../cloudformation/assembly';

export const ADMINISTRATOR = 'arn:aws:iam::111122223333:role/KeyAdmin';
export const CONSUMER = 'arn:aws:iam::111122223333:role/OrdersApp';
const STRANGER = 'arn:aws:iam::111122223333:role/Stranger';

/** Lets the administrator make keys and import material, which in an account would be somebody's doing long before. */
export function addAdministrator({ roles }: Sandbox): void {
  const importing = ['kms:GetParametersForImport', 'kms:ImportKeyMaterial'];
  const Action = ['kms:CreateKey', 'kms:DescribeKey', ...importing, 'kms:GetKeyPolicy', 'kms:PutKeyPolicy'];
  const role = roles.add(ADMINISTRATOR.split('/')[1], { Statement: [] });
  role.policies.set('MakeKeys', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
}

/** What a stack of the example has for those who use it. */
export interface Deployed {
  readonly keyArn: string;
  readonly queueUrl: string;
  readonly tableName: string;
}

/** Makes a key, synthesises the example for it and deploys what came out. */
export async function deployExample(sandbox: Sandbox, narration: Narration): Promise<Deployed> {
  const keyArn = await makeKeyWithImportedMaterial(sandbox, ADMINISTRATOR);
  await closeKey(sandbox, keyArn, ADMINISTRATOR);
  narration.step(`key ${keyArn}: material generated, wrapped (RSA_4096, RSAES_OAEP_SHA_256), imported; closed to IAM`);
  const assembly = await synthesise(join('examples', 'minimal', 'app.ts'), { keyArn });
  try {
    const [artifact] = readAssembly(assembly, sandbox);
    narration.step(
      `examples/minimal/app.ts synthesised: ${Object.keys(artifact.template.Resources ?? {}).length} resources`,
    );
    const { QueueUrl, TableName } = await sandbox.deploy(artifact);
    narration.step(`stack ${artifact.name} deployed`);
    return { keyArn, queueUrl: String(QueueUrl), tableName: String(TableName) };
  } finally {
    await rm(assembly, { recursive: true });
  }
}

/** Sends a message as the application would, or as somebody else; gives its id. */
export async function sendMessage(
  sandbox: Sandbox,
  { queueUrl }: Deployed,
  body: string,
  principal = CONSUMER,
): Promise<string> {
  const sqs = new SQSClient(sandbox.clientOf(principal));
  const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
  sqs.destroy();
  return MessageId!;
}

/** How a stranger is refused who sends a message, and an administrator of the key who reads an item. */
export async function listRefusals(sandbox: Sandbox, deployed: Deployed): Promise<string[]> {
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(sandbox.clientOf(ADMINISTRATOR)));
  const refusals = await Promise.allSettled([
    sendMessage(sandbox, deployed, 'hello', STRANGER),
    table.send(new GetCommand({ TableName: deployed.tableName, Key: { id: 'any' } })),
  ]);
  table.destroy();
  return refusals.map(refusal => (refusal.status === 'rejected' ? (refusal.reason as Error).message : 'not refused'));
}

/** Reads the item of a message as the application would, once it is there. */
export async function waitForItem(
  sandbox: Sandbox,
  { tableName }: Deployed,
  id: string,
  withinSeconds = 20,
): Promise<Record<string, unknown>> {
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(sandbox.clientOf(CONSUMER)));
  const { clock } = sandbox;
  const deadline = clock.now() + withinSeconds * 1000;
  try {
    while (clock.now() < deadline) {
      const { Item } = await table.send(new GetCommand({ TableName: tableName, Key: { id } }));
      if (Item !== undefined) return Item;
      await clock.sleep(25);
    }
  } finally {
    table.destroy();
  }
  const problems = [...sandbox.mappings.values()].map(({ problem }) => problem?.message).filter(Boolean);
  throw new Error(
    `no item for message ${id} within ${withinSeconds} seconds; ${[...problems, ...sandbox.logs.lines.slice(-3)].join('; ')}`,
  );
}
