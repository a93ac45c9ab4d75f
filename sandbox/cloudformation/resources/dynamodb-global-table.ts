import { isDeepStrictEqual } from 'node:util';
import {
  CreateTableCommand,
  DeleteResourcePolicyCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  PutResourcePolicyCommand,
  ResourceNotFoundException,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { dynamoDbOf, type DeployerCloud } from '../clients';
import { madeUpName } from '../physical-name';
import type { Properties, Resource, ResourceType } from '../resource-type';

/** The sandbox has one Region, so the table has one replica: itself. */
function replicaOf({ logicalId, properties }: Resource, cloud: DeployerCloud): Properties {
  const replicas = properties.Replicas as Properties[];
  const [replica] = replicas;
  if (replicas.length !== 1 || replica.Region !== cloud.region) {
    throw new Error(
      `the sandbox has tables in ${cloud.region} alone, got ${JSON.stringify(replicas.map(({ Region }) => Region as string))} [${logicalId}]`,
    );
  }
  return replica;
}

function renderEncryption({ SSESpecification }: Properties, replica: Properties) {
  if (SSESpecification?.SSEEnabled !== true) return undefined;
  return {
    Enabled: true,
    SSEType: SSESpecification.SSEType,
    KMSMasterKeyId: replica.SSESpecification?.KMSMasterKeyId as string | undefined,
  };
}

/** What DynamoDB takes in calls of their own, after the table exists. */
async function applySettings(
  client: DynamoDBClient,
  TableName: string,
  arn: string,
  properties: Properties,
  replica: Properties,
): Promise<void> {
  const { PointInTimeRecoverySpecification, ResourcePolicy } = replica;
  const recovery = {
    PointInTimeRecoveryEnabled: PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled === true,
  };
  await client.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: recovery }));
  const { Enabled = false, AttributeName } = properties.TimeToLiveSpecification ?? {};
  if (AttributeName !== undefined) {
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled, AttributeName } }));
  }
  if (ResourcePolicy === undefined) {
    await client.send(new DeleteResourcePolicyCommand({ ResourceArn: arn }));
  } else {
    await client.send(
      new PutResourcePolicyCommand({ ResourceArn: arn, Policy: JSON.stringify(ResourcePolicy.PolicyDocument) }),
    );
  }
}

export const dynamoDbGlobalTable: ResourceType = {
  understood: [
    'TableName',
    'AttributeDefinitions',
    'KeySchema',
    'BillingMode',
    'SSESpecification.SSEEnabled',
    'SSESpecification.SSEType',
    'TimeToLiveSpecification.Enabled',
    'TimeToLiveSpecification.AttributeName',
    'Replicas[].Region',
    'Replicas[].DeletionProtectionEnabled',
    'Replicas[].PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
    'Replicas[].ResourcePolicy.PolicyDocument',
    'Replicas[].SSESpecification.KMSMasterKeyId',
  ],
  withoutEffect: {
    'Replicas[].ContributorInsightsSpecification': 'nothing here reads the insights',
    'Replicas[].PointInTimeRecoverySpecification.RecoveryPeriodInDays': 'a restore here is to the latest moment',
    'Replicas[].TableClass': 'changes what storage costs',
    'Replicas[].Tags': 'nothing here looks at tags',
    WriteOnDemandThroughputSettings: 'the emulator has no throughput to limit',
    'Replicas[].ReadOnDemandThroughputSettings': 'the emulator has no throughput to limit',
  },
  replacedBy: ['TableName', 'KeySchema'],
  importing: {
    identifier: 'TableName',
    async find(name, cloud) {
      try {
        const { Table } = await dynamoDbOf(cloud).send(new DescribeTableCommand({ TableName: name }));
        return { ref: name, attributes: { Arn: Table!.TableArn, TableId: Table!.TableId } };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
  },
  async create(resource, cloud) {
    const { properties } = resource;
    const client = dynamoDbOf(cloud);
    const replica = replicaOf(resource, cloud);
    const name = String(properties.TableName ?? madeUpName(resource, 255));
    const { TableDescription } = await client.send(
      new CreateTableCommand({
        TableName: name,
        AttributeDefinitions: properties.AttributeDefinitions,
        KeySchema: properties.KeySchema,
        BillingMode: properties.BillingMode,
        DeletionProtectionEnabled: replica.DeletionProtectionEnabled,
        SSESpecification: renderEncryption(properties, replica),
      }),
    );
    const arn = TableDescription!.TableArn!;
    await applySettings(client, name, arn, properties, replica);
    return { ref: name, attributes: { Arn: arn, TableId: TableDescription!.TableId } };
  },
  async update(resource, cloud, before, physical) {
    const client = dynamoDbOf(cloud);
    const replica = replicaOf(resource, cloud);
    const encryption = renderEncryption(resource.properties, replica);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: physical.ref }));
    const wanted = encryption?.KMSMasterKeyId;
    const isSame =
      isDeepStrictEqual(encryption, renderEncryption(before.properties, replicaOf(before, cloud))) &&
      (wanted?.startsWith('arn:') !== true || Table?.SSEDescription?.KMSMasterKeyArn === wanted);
    await client.send(
      new UpdateTableCommand({
        TableName: physical.ref,
        DeletionProtectionEnabled: replica.DeletionProtectionEnabled ?? false,
        SSESpecification: isSame ? undefined : encryption,
      }),
    );
    await applySettings(client, physical.ref, String(physical.attributes.Arn), resource.properties, replica);
    return physical;
  },
  async delete(_, cloud, physical) {
    await dynamoDbOf(cloud).send(new DeleteTableCommand({ TableName: physical.ref }));
  },
};
