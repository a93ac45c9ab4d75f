import {
  CreateBackupCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { executionRoleArn } from '../../sandbox/cloudformation/cloud';
import { CONSUMER } from '../../sandbox/demo/example';
import { KeyPolicyManagement } from '../../src';
import { Pipeline } from '../support/pipeline';

const RESTORER = 'arn:aws:iam::111122223333:role/Restorer';
const STRANGER = 'arn:aws:iam::111122223333:role/Stranger';
const DEPLOYER = executionRoleArn('111122223333', 'eu-west-1');
const EVERYTHING = { Statement: { Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' } };

let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await Pipeline.start({
    props: { restoreRoleArns: [RESTORER], keyPolicyManagement: KeyPolicyManagement.replace(), strictConditions: true },
  });
  for (const name of ['Restorer', 'Stranger', 'OrdersApp']) {
    pipeline.sandbox.roles.add(name, { Statement: [] }).policies.set('Everything', EVERYTHING);
  }
});

afterAll(async () => pipeline.close());

const as = (principal: string): DynamoDBClient =>
  new DynamoDBClient({ ...pipeline.sandbox.clientOf(principal), maxAttempts: 1 });
const denied = { name: 'AccessDeniedException' };

test('the recipe of docs/queue-and-table-policies.md puts a restored table in the place of the table', async () => {
  const TableName = pipeline.tableName;
  const restored = `${TableName}-restored`;
  const ResourceArn = `arn:aws:dynamodb:eu-west-1:111122223333:table/${TableName}`;
  const { Policy } = await as(DEPLOYER).send(new GetResourcePolicyCommand({ ResourceArn }));
  await pipeline.send([{ MessageBody: 'before the restore' }]);
  await pipeline.until('the item', async () => (await pipeline.items()).length === 1);

  const toPointInTime = { SourceTableName: TableName, TargetTableName: restored, UseLatestRestorableTime: true };
  await as(RESTORER).send(new RestoreTableToPointInTimeCommand(toPointInTime));
  await expect(as(CONSUMER).send(new ScanCommand({ TableName: restored }))).rejects.toMatchObject(denied);

  const [mapping] = pipeline.sandbox.mappings.values();
  mapping!.disable();
  const backUp = new CreateBackupCommand({ TableName: restored, BackupName: restored });
  const BackupArn = (await as(RESTORER).send(backUp)).BackupDetails!.BackupArn;
  await as(DEPLOYER).send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  await as(DEPLOYER).send(new DeleteTableCommand({ TableName }));
  const fromBackup = new RestoreTableFromBackupCommand({ BackupArn, TargetTableName: TableName });
  await expect(as(STRANGER).send(fromBackup)).rejects.toMatchObject({
    ...denied,
    message: expect.stringContaining('KMS key access denied') as string,
  });
  await as(RESTORER).send(fromBackup);

  await as(DEPLOYER).send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
  const recovery = { PointInTimeRecoveryEnabled: true };
  await as(DEPLOYER).send(
    new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: recovery }),
  );
  await as(DEPLOYER).send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
  mapping!.enable();

  await pipeline.send([{ MessageBody: 'after the restore' }]);
  await pipeline.until('the second item', async () => (await pipeline.items()).length === 2);
  const bodies = (await pipeline.items()).map(({ body }) => body);
  expect(bodies.sort()).toEqual(['after the restore', 'before the restore']);
  await expect(as(STRANGER).send(new DeleteTableCommand({ TableName }))).rejects.toMatchObject({
    message: expect.stringContaining("'OnlyDeployersChange'") as string,
  });
});
