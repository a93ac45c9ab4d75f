import { StackGround } from './stack-ground';
import type { ResourceDeclaration } from '../../../sandbox/cloudformation/template';

let ground: StackGround;

beforeEach(async () => {
  ground = await StackGround.open();
});

afterEach(async () => ground.close());

/** A table as the construct makes it, in as far as it matters what becomes of it. */
const table = (deletionProtection: boolean, DeletionPolicy: string): ResourceDeclaration => ({
  Type: 'AWS::DynamoDB::GlobalTable',
  DeletionPolicy,
  Properties: {
    TableName: 'orders',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    Replicas: [{ Region: 'eu-west-1', DeletionProtectionEnabled: deletionProtection }],
  },
});

/** What fails once the table is there. */
const FAILS: ResourceDeclaration = {
  Type: 'AWS::SQS::Queue',
  DependsOn: 'Table',
  Properties: { QueueName: 'no such name' },
};

const deployTwice = async (declaration: ResourceDeclaration): Promise<void> => {
  await expect(ground.deploy({ Resources: { Table: declaration, FAILS } })).rejects.toThrow();
  await ground.deploy({ Resources: { Table: declaration } }, 'Again');
};

test('leaves no table that is retained but on creation, so that the next deployment goes through', async () => {
  await expect(deployTwice(table(false, 'RetainExceptOnCreate'))).resolves.toBeUndefined();
});

test.each([
  ['retained', false, 'Retain'],
  ['retained and protected', true, 'Retain'],
  ['protected', true, 'RetainExceptOnCreate'],
])('leaves a table that is %s, which the next deployment collides with', async (_, isProtected, policy) => {
  await expect(deployTwice(table(isProtected, policy))).rejects.toMatchObject({ name: 'ResourceInUseException' });
});
