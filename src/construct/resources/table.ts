import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import { renderCopyStatements } from './copy-statements';
import { rolePrincipals } from './principals';
import { renderTableDenials } from './table-denials';
import { TIME_TO_LIVE_ATTRIBUTE } from '../../item-attributes';
import { TABLE_READ_ACTIONS } from '../../key-policy/data-actions';
import type { Settings } from '../settings';

/** Adds the table: on the key, recoverable, hard to delete, readable by the consumers, written by the writer alone. */
export function addTable(scope: Construct, settings: Settings, key: kms.IKey): dynamodb.TableV2 {
  const { names, sortKey } = settings;
  return new dynamodb.TableV2(scope, 'Table', {
    tableName: names.tableName,
    partitionKey: { name: settings.partitionKey.name, type: dynamodb.AttributeType.STRING },
    sortKey: sortKey && { name: sortKey.name, type: dynamodb.AttributeType.STRING },
    timeToLiveAttribute: settings.timeToLive && TIME_TO_LIVE_ATTRIBUTE,
    encryption: dynamodb.TableEncryptionV2.customerManagedKey(key),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: settings.deletionProtection,
    removalPolicy: settings.removalPolicy,
    resourcePolicy: renderResourcePolicy(settings, rolePrincipals(settings.consumerRoleArns, settings.readerRoleArns)),
  });
}

function renderResourcePolicy(settings: Settings, readers: iam.IPrincipal[]): iam.PolicyDocument {
  const read = new iam.PolicyStatement({
    sid: 'ConsumersRead',
    principals: readers,
    actions: TABLE_READ_ACTIONS,
    resources: [settings.names.tableArn],
  });
  return new iam.PolicyDocument({
    statements: [
      ...(readers.length > 0 ? [read] : []),
      ...renderCopyStatements(settings),
      ...renderTableDenials(settings),
    ],
  });
}

/**
 * A table is retained, and a second deployment would collide with the one that a failed first deployment left: so what
 * may fail is made before the table. The policies of the queues come after it, as they lock out whoever is not named as
 * a deployer. If that is the one who deploys, the table fails first, and the deployment can still roll back.
 */
export function orderAroundTable(table: dynamodb.TableV2, before: IConstruct[], queues: sqs.Queue[]): void {
  table.node.addDependency(...before);
  for (const queue of queues) queue.node.findChild('Policy').node.addDependency(table);
}
