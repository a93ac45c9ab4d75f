import { CloudFormation, type CreateChangeSetInput } from '@aws-sdk/client-cloudformation';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';

const DEVELOPER = 'arn:aws:iam::111122223333:user/Developer';

let sandbox: Sandbox;
let cloudFormation: CloudFormation;

beforeEach(async () => {
  sandbox = await startSandbox();
  cloudFormation = new CloudFormation(sandbox.clientOf(DEVELOPER));
  const shape = { ...SHAPE, TableName: 'orders' };
  await new DynamoDBClient(sandbox.clientOf(DEVELOPER)).send(new CreateTableCommand(shape));
});

afterEach(async () => sandbox.close());

const SHAPE = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  BillingMode: 'PAY_PER_REQUEST' as const,
};

const table = (TableName: unknown = 'orders', DeletionPolicy?: string) => ({
  Type: 'AWS::DynamoDB::GlobalTable',
  DeletionPolicy,
  Properties: { ...SHAPE, TableName, Replicas: [{ Region: 'eu-west-1' }] },
});

/** What fails once the table is there. */
const FAILS = { Type: 'AWS::SQS::Queue', DependsOn: 'Table', Properties: { QueueName: 'no such name' } };
const QUEUE = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'first' } };

async function prepare(Resources: object, more: Partial<CreateChangeSetInput> = {}) {
  const { Id } = await cloudFormation.createChangeSet({
    StackName: 'Orders',
    ChangeSetName: 'first',
    ChangeSetType: 'CREATE',
    ImportExistingResources: true,
    TemplateBody: JSON.stringify({ Resources }),
    ...more,
  });
  return cloudFormation.describeChangeSet({ ChangeSetName: Id });
}

/** @returns how the stack is once it is done */
async function execute(ChangeSetName = 'first'): Promise<string> {
  await cloudFormation.executeChangeSet({ StackName: 'Orders', ChangeSetName });
  const stack = sandbox.stack('Orders')!;
  while (stack.isBusy) await new Promise(resolve => setTimeout(resolve, 5));
  return stack.status;
}

const tables = async () =>
  (await new DynamoDBClient(sandbox.clientOf(DEVELOPER)).send(new ListTablesCommand({}))).TableNames;

/** What happened to the table, the latest last. */
const history = (): string[] =>
  sandbox
    .stack('Orders')!
    .events.filter(({ logicalId }) => logicalId === 'Table')
    .map(({ status }) => status);

test.each(['Retain', 'RetainExceptOnCreate'])('takes in a table of the same name, %s', async policy => {
  const { Changes } = await prepare({ Table: table('orders', policy), QUEUE });

  expect(Changes!.map(({ ResourceChange }) => [ResourceChange!.Action, ResourceChange!.PhysicalResourceId])).toEqual([
    ['Import', 'orders'],
    ['Add', undefined],
  ]);
  await expect(execute()).resolves.toBe('CREATE_COMPLETE');
  expect(history()).toEqual(['IMPORT_IN_PROGRESS', 'IMPORT_COMPLETE']);
});

test('takes it into a stack that is there already', async () => {
  await prepare({ QUEUE });
  await execute();
  const ChangeSetName = 'second';
  await prepare({ QUEUE, Table: table('orders', 'Retain') }, { ChangeSetName, ChangeSetType: 'UPDATE' });

  await expect(execute(ChangeSetName)).resolves.toBe('UPDATE_COMPLETE');
  expect(history()).toEqual(['IMPORT_IN_PROGRESS', 'IMPORT_COMPLETE']);
});

test.each(['CREATE', 'UPDATE'] as const)('leaves the table when the %s fails', async ChangeSetType => {
  if (ChangeSetType === 'UPDATE') {
    await prepare({ QUEUE });
    await execute();
  }
  const ChangeSetName = 'second';
  const resources = { QUEUE, Table: table('orders', 'RetainExceptOnCreate'), FAILS };
  await prepare(resources, { ChangeSetName, ChangeSetType });

  await expect(execute(ChangeSetName)).resolves.toMatch(/ROLLBACK_COMPLETE$/);
  expect(history().at(-1)).toBe('DELETE_SKIPPED');
  await expect(tables()).resolves.toEqual(['orders']);
});

test.each([
  ['without being asked to', table('orders', 'Retain'), { ImportExistingResources: false }],
  ['whose name is not in the template', table({ 'Fn::Join': ['', ['ord', 'ers']] }, 'Retain'), {}],
])('takes no table in %s, and makes none of its name', async (_, declaration, more) => {
  const { Changes } = await prepare({ Table: declaration }, more);

  expect(Changes).toMatchObject([{ ResourceChange: { Action: 'Add' } }]);
  await expect(execute()).resolves.toBe('ROLLBACK_COMPLETE');
});

test('refuses what a deletion of the stack would take along', async () => {
  await expect(prepare({ Table: table() })).resolves.toMatchObject({
    Status: 'FAILED',
    StatusReason: expect.stringContaining(
      "must have the DeletionPolicy attribute set to 'Retain' or 'RetainExceptOnCreate' in the template for successful import. The affected resources are Table ({TableName=orders})",
    ) as string,
  });
  await expect(execute()).rejects.toMatchObject({ name: 'InvalidChangeSetStatusException' });
});

test('refuses what another stack has', async () => {
  await prepare({ Table: table('orders', 'Retain') });
  await execute();

  await expect(prepare({ Table: table('orders', 'Retain') }, { StackName: 'Other' })).resolves.toMatchObject({
    Status: 'FAILED',
    StatusReason: `orders already exists in stack ${sandbox.stack('Orders')!.facts.id}`,
  });
});

test.each([
  [
    'a table without what it depends on, as `cdk import` makes of it',
    { Table: { ...table('orders', 'Retain'), DependsOn: ['KeyPolicy', 'Writer'] } },
    {},
    'Template format error: Unresolved resource dependencies [KeyPolicy, Writer] in the Resources block of the template',
  ],
  [
    'an import with a list of its own',
    { Table: table('orders', 'Retain') },
    { ChangeSetType: 'IMPORT' as const },
    "the sandbox imports what exists with 'ImportExistingResources' alone",
  ],
])('refuses %s', async (_, resources, more, message) => {
  await expect(prepare(resources, more)).rejects.toMatchObject({ name: 'ValidationError', message });
});
