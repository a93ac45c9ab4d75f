import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { executionRoleArn, type Cloud } from '../cloud';

/** How CloudFormation reaches a service: as CDK's execution role. */
function configurationFor({ account, region, endpoint, identities }: Cloud) {
  return { endpoint, region, credentials: identities.credentialsOf(executionRoleArn(account, region)), maxAttempts: 1 };
}

export const sqsOf = (cloud: Cloud): SQSClient => new SQSClient(configurationFor(cloud));

export const dynamoDbOf = (cloud: Cloud): DynamoDBClient => new DynamoDBClient(configurationFor(cloud));
