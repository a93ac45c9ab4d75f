import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { READ_ACTIONS } from './actions';
import type { PhysicalNames } from './physical-names';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';

/** Adds the table: on the key, recoverable, hard to delete, readable by the consumers. */
export function addTable(scope: Construct, props: EncryptedQueueToTableProps, key: kms.IKey, names: PhysicalNames): dynamodb.TableV2 {
  return new dynamodb.TableV2(scope, 'Table', {
    tableName: names.tableName,
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    encryption: dynamodb.TableEncryptionV2.customerManagedKey(key),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: props.deletionProtection ?? true,
    removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    resourcePolicy: new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({
        sid: 'ConsumersRead',
        principals: props.consumerRoleArns.map(arn => new iam.ArnPrincipal(arn)),
        actions: READ_ACTIONS,
        resources: [names.tableArn],
      })],
    }),
  });
}
