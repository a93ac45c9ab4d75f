import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { SynthesisedApp } from './synthesised-app';
import { TestClock } from '../../sandbox/clock/test-clock';
import { readAssembly } from '../../sandbox/cloudformation/assembly';
import { ADMINISTRATOR, CONSUMER } from '../../sandbox/demo/example';
import { makeKeyWithImportedMaterial } from '../../sandbox/demo/imported-key';
import { authorizeByPolicies } from '../../sandbox/iam/policy-authorizer';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox';

const BEFORE_THERE_IS_A_KEY = ['kms:CreateKey', 'kms:DescribeKey'];

/**
 * An account of the sandbox in which policies decide, with an administrator, and with a key as KMS makes it: open to
 * whatever IAM says.
 */
export class PolicedAccount {
  public static async open(): Promise<PolicedAccount> {
    const clock = new TestClock();
    const sandbox = await startSandbox({
      clock,
      authorize: policies => {
        const decide = authorizeByPolicies(policies);
        return call =>
          call.principal === ADMINISTRATOR && BEFORE_THERE_IS_A_KEY.includes(call.action)
            ? { allowed: true }
            : decide(call);
      },
    });
    const { policies } = sandbox.roles.add('KeyAdmin', { Statement: [] });
    policies.set('Policy', { Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] });
    return new PolicedAccount(sandbox, clock, await makeKeyWithImportedMaterial(sandbox, ADMINISTRATOR));
  }

  private constructor(
    public readonly sandbox: Sandbox,
    public readonly clock: TestClock,
    public readonly keyArn: string,
  ) {}

  public role(name: string): string {
    return `arn:aws:iam::${this.sandbox.account}:role/${name}`;
  }

  public kms(principal: string): KMSClient {
    return new KMSClient(this.sandbox.clientOf(principal));
  }

  public async keyPolicy(as = ADMINISTRATOR): Promise<any> {
    const { Policy } = await this.kms(as).send(new GetKeyPolicyCommand({ KeyId: this.keyArn }));
    return JSON.parse(Policy!);
  }

  public async putKeyPolicy(policy: unknown, as = ADMINISTRATOR): Promise<void> {
    await this.kms(as).send(new PutKeyPolicyCommand({ KeyId: this.keyArn, Policy: JSON.stringify(policy) }));
  }

  public async deploy(app: SynthesisedApp, stack = 'OrdersStack'): Promise<void> {
    await this.sandbox.deploy(readAssembly(app.assembly, this.sandbox).find(({ name }) => name === stack)!);
  }

  /** Sends as the application does and gives the item, read as the application does. */
  public async itemOf(body: string, app: SynthesisedApp): Promise<Record<string, unknown>> {
    return this.itemAs(CONSUMER, body, { queueName: queueNameOf(app), tableName: tableNameOf(app) });
  }

  /** The same as another role. */
  public async itemAs(
    role: string,
    body: string,
    { queueName, tableName }: { readonly queueName: string; readonly tableName: string },
  ): Promise<Record<string, unknown>> {
    const sqs = new SQSClient(this.sandbox.clientOf(role));
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    const scan = async (): Promise<Record<string, unknown>[]> => this.itemsOf(tableName, role);
    if (await this.clock.advanceUntil(async () => (await scan()).length > 0, 3_600_000)) return (await scan())[0]!;
    throw new Error(`no item within an hour; ${this.sandbox.logs.lines.slice(-3).join('; ')}`);
  }

  public async receiveAs(role: string, queueName: string): Promise<unknown> {
    const QueueUrl = `${this.sandbox.endpoint}/${this.sandbox.account}/${queueName}`;
    return new SQSClient(this.sandbox.clientOf(role)).send(new ReceiveMessageCommand({ QueueUrl }));
  }

  /** Moves the messages of a dead-letter queue back to where they came from. */
  public async redriveAs(role: string, queueName: string): Promise<unknown> {
    const SourceArn = `arn:aws:sqs:${this.sandbox.region}:${this.sandbox.account}:${queueName}`;
    return new SQSClient(this.sandbox.clientOf(role)).send(new StartMessageMoveTaskCommand({ SourceArn }));
  }

  public async itemsOf(tableName: string, role = CONSUMER): Promise<Record<string, unknown>[]> {
    const table = DynamoDBDocumentClient.from(new DynamoDBClient(this.sandbox.clientOf(role)));
    return (await table.send(new ScanCommand({ TableName: tableName }))).Items ?? [];
  }

  public async close(): Promise<void> {
    await this.sandbox.close();
  }
}

/** The names of a kind of resource in the stack of the orders, as chosen at synth. */
export function namesOf(app: SynthesisedApp, type: string, property: string): string[] {
  return Object.values<any>(app.files('.template.json')['OrdersStack.template.json'].Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties[property]);
}

export const tableNameOf = (app: SynthesisedApp): string => namesOf(app, 'AWS::DynamoDB::GlobalTable', 'TableName')[0]!;

export const queueNameOf = (app: SynthesisedApp): string =>
  namesOf(app, 'AWS::SQS::Queue', 'QueueName').find(name => !name.endsWith('-dlq'))!;
