import { CfnResource } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { CfnEventSourceMapping, type CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { EncryptedQueueToTable } from '../../../src';
import { KEY_ARN } from '../../support/orders';
import { describeScenarios, ordersIn, type Scenario, stackIn } from '../../support/scenario';

type Hatch = (orders: EncryptedQueueToTable) => unknown;

/** Something that an app does to what the construct made, and what synthesis says of it: nothing if it does no harm. */
const hatch = (sentence: string, change: Hatch, error?: string, props: object = {}): Scenario => [
  sentence,
  app => void change(ordersIn(stackIn(app, 'S'), props)),
  error,
];
const wrong = (part: string, of: string, problem: string): string =>
  `'${of}' of S/Orders/${part}/Resource must be ${problem}; undo that, or accept it with acceptedDeviations: ['${part}.${of}']`;

const queueOf = ({ queue }: EncryptedQueueToTable) => queue.node.defaultChild as CfnQueue;
const deadLettersOf = ({ deadLetterQueue }: EncryptedQueueToTable) => deadLetterQueue.node.defaultChild as CfnQueue;
const tableOf = ({ table }: EncryptedQueueToTable) => table.node.defaultChild as dynamodb.CfnGlobalTable;
const functionOf = ({ writer }: EncryptedQueueToTable) => writer.node.defaultChild as CfnFunction;
const resourcesOf = ({ node }: EncryptedQueueToTable) => node.findAll().filter(CfnResource.isCfnResource);
const mappingOf = (orders: EncryptedQueueToTable) =>
  resourcesOf(orders).find(one => one instanceof CfnEventSourceMapping) as CfnEventSourceMapping;
const logOf = (orders: EncryptedQueueToTable) =>
  resourcesOf(orders).find(one => one instanceof CfnLogGroup) as CfnLogGroup;

describeScenarios('finding 5, other escape hatches', [
  hatch(
    "deadLetterQueue … kmsMasterKeyId = 'alias/aws/sqs'",
    orders => (deadLettersOf(orders).kmsMasterKeyId = 'alias/aws/sqs'),
    wrong('DeadLetterQueue', 'KmsMasterKeyId', `"${KEY_ARN}", as the construct made it, got "alias/aws/sqs"`),
  ),
  hatch(
    "queueName = 'other'",
    orders => (queueOf(orders).queueName = 'other'),
    wrong('Queue', 'QueueName', '"S-Orders-B002CD82", as the construct made it, got "other"'),
  ),
  hatch(
    "queueName = 'other' of the dead letters",
    orders => (deadLettersOf(orders).queueName = 'other'),
    wrong('DeadLetterQueue', 'QueueName', '"S-Orders-B002CD82-dlq", as the construct made it, got "other"'),
  ),
  hatch(
    "tableName = 'other'",
    orders => (tableOf(orders).tableName = 'other'),
    wrong('Table', 'TableName', '"S-Orders-B002CD82", as the construct made it, got "other"'),
  ),
]);

describeScenarios('finding 14, what has no prop', [
  hatch(
    'CfnFunction.runtime',
    orders => (functionOf(orders).runtime = 'nodejs22.x'),
    wrong('Writer', 'Runtime', '"nodejs24.x", as the construct made it, got "nodejs22.x"'),
  ),
  hatch(
    'the architecture',
    orders => (functionOf(orders).architectures = ['x86_64']),
    wrong('Writer', 'Architectures.0', '"arm64", as the construct made it, got "x86_64"'),
  ),
  hatch(
    'vpcConfig',
    orders => (functionOf(orders).vpcConfig = { subnetIds: ['subnet-1'] }),
    wrong('Writer', 'VpcConfig', 'absent, got {"SubnetIds":["subnet-1"]}'),
  ),
  hatch(
    'the class of the logs',
    orders => (logOf(orders).logGroupClass = 'INFREQUENT_ACCESS'),
    wrong('WriterLog', 'LogGroupClass', 'absent, got "INFREQUENT_ACCESS"'),
  ),
  hatch(
    'provisioned pollers',
    orders => (mappingOf(orders).provisionedPollerConfig = { minimumPollers: 2, maximumPollers: 4 }),
    wrong('Mapping', 'ProvisionedPollerConfig', 'absent, got {"MaximumPollers":4,"MinimumPollers":2}'),
  ),
  hatch(
    'a filter of events',
    orders => (mappingOf(orders).filterCriteria = { filters: [{ pattern: '{}' }] }),
    wrong('Mapping', 'FilterCriteria', 'absent, got {"Filters":[{"Pattern":"{}"}]}'),
  ),
  hatch(
    'a replica of the table',
    ({ table }) => table.addReplica({ region: 'eu-central-1' }),
    "KMS key for eu-central-1 was not found in 'replicaKeyArns'",
  ),
  hatch('the class of the table', orders =>
    tableOf(orders).addPropertyOverride('Replicas.0.TableClass', 'STANDARD_INFREQUENT_ACCESS'),
  ),
  hatch(
    'deduplication by content',
    orders => (queueOf(orders).contentBasedDeduplication = true),
    wrong('Queue', 'ContentBasedDeduplication', 'absent, got true'),
    { fifo: true },
  ),
  hatch(
    'high throughput of a FIFO queue',
    orders => (queueOf(orders).fifoThroughputLimit = 'perMessageGroupId'),
    wrong('Queue', 'FifoThroughputLimit', 'absent, got "perMessageGroupId"'),
    { fifo: true },
  ),
]);
