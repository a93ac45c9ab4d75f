import { spawn } from 'node:child_process';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';

const HOME = path.join(__dirname, 'installed', 'node_modules', 'amplify-dynamodb-simulator', 'emulator');
const PORT = 8_000;
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=any';

/** Amazon's DynamoDB Local, with tables like those of the construct. */
export interface Engine {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  createTable(name: string, keys: readonly string[]): Promise<void>;
  /** Every item of a table, as it is on the wire: the SDK would lose a field called `__proto__`. */
  scan(TableName: string): Promise<Record<string, AttributeValue>[]>;
  stop(): void;
}

/** Starts the engine. It listens on every address, so this runs where there is no network but this machine's own. */
export async function startEngine(): Promise<Engine> {
  const options = ['-Djava.library.path=DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar'];
  const java = spawn('java', [...options, '-inMemory', '-disableTelemetry', '-port', String(PORT)], {
    cwd: HOME,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const endpoint = `http://127.0.0.1:${PORT}`;
  // the key that WriterProcess signs with: DynamoDB Local keeps tables by key and Region
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials });
  for (let tries = 0; ; tries++) {
    const isUp = await client.send(new ListTablesCommand({})).then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (tries === 100 || java.exitCode !== null) throw new Error('DynamoDB Local does not answer');
    await wait(500);
  }
  return {
    endpoint,
    client,
    createTable: async (TableName, keys) => {
      await client.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: keys.map(AttributeName => ({ AttributeName, AttributeType: 'S' })),
          KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
        }),
      );
    },
    scan: async TableName => {
      const items: Record<string, AttributeValue>[] = [];
      let ExclusiveStartKey: unknown;
      do {
        const headers = { 'x-amz-target': 'DynamoDB_20120810.Scan', authorization: AUTHORIZATION };
        const body = JSON.stringify({ TableName, ConsistentRead: true, ExclusiveStartKey });
        const response = await fetch(endpoint, { method: 'POST', headers, body });
        const page = (await response.json()) as { Items: typeof items; LastEvaluatedKey?: unknown };
        items.push(...page.Items);
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return items;
    },
    stop: () => java.kill(),
  };
}
