import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { READ_ACTIONS } from './data-actions';
import type { PhysicalNames } from './physical-names';
import { principals } from './principals';
import { partitionKeyName, sortKeyName, TIME_TO_LIVE_ATTRIBUTE } from './writer-configuration';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';

/** Adds the table: on the key, recoverable, hard to delete, readable by the consumers. */
export function addTable(
  scope: Construct,
  props: EncryptedQueueToTableProps,
  key: kms.IKey,
  names: PhysicalNames,
): dynamodb.TableV2 {
  return new dynamodb.TableV2(scope, 'Table', {
    tableName: names.tableName,
    partitionKey: { name: partitionKeyName(props), type: dynamodb.AttributeType.STRING },
    sortKey: props.sortKey && { name: sortKeyName(props), type: dynamodb.AttributeType.STRING },
    timeToLiveAttribute: props.timeToLive && TIME_TO_LIVE_ATTRIBUTE,
    encryption: dynamodb.TableEncryptionV2.customerManagedKey(key),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: props.deletionProtection ?? true,
    removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    resourcePolicy: new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({
          sid: 'ConsumersRead',
          principals: principals(props.consumerRoleArns, props.readerRoleArns),
          actions: READ_ACTIONS,
          resources: [names.tableArn],
        }),
      ],
    }),
  });
}
