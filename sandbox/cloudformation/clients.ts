import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Cloud } from './cloud';

/** The account as CloudFormation acts in it: as the role that it was given for the operation. */
export interface DeployerCloud extends Cloud {
  readonly deployer: string;
}

function configurationFor({ region, endpoint, identities, deployer }: DeployerCloud) {
  return { endpoint, region, credentials: identities.credentialsOf(deployer), maxAttempts: 1 };
}

export const sqsOf = (cloud: DeployerCloud): SQSClient => new SQSClient(configurationFor(cloud));

export const dynamoDbOf = (cloud: DeployerCloud): DynamoDBClient => new DynamoDBClient(configurationFor(cloud));

export const kmsOf = (cloud: DeployerCloud): KMSClient => new KMSClient(configurationFor(cloud));
