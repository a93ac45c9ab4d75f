import type { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { ACCOUNT, KEY_ARN, NAME, REGION } from '../../support/orders';
import { type Case, deletion, expectProblems, override, partOf } from '../../support/sealed-orders';

const OTHER_KEY = KEY_ARN.replace('1234', '4321');
const PLAIN = `arn:aws:sqs:${REGION}:${ACCOUNT}:plain`;
const asMade = (made: string, got: string) => `must be ${made}, as the construct made it, got ${got}`;

test.each<Case>([
  [
    'on a key of AWS',
    override('Queue', 'KmsMasterKeyId', 'alias/aws/sqs'),
    [['Queue', 'KmsMasterKeyId', asMade(`"${KEY_ARN}"`, '"alias/aws/sqs"')]],
  ],
  [
    'on no key',
    deletion('Queue', 'Properties.KmsMasterKeyId'),
    [['Queue', 'KmsMasterKeyId', asMade(`"${KEY_ARN}"`, 'nothing')]],
  ],
  [
    'encrypted by SQS',
    override('Queue', 'SqsManagedSseEnabled', true),
    [['Queue', 'SqsManagedSseEnabled', 'must be absent, got true']],
  ],
  [
    'with its dead letters on another key',
    override('DeadLetterQueue', 'KmsMasterKeyId', OTHER_KEY),
    [['DeadLetterQueue', 'KmsMasterKeyId', asMade(`"${KEY_ARN}"`, `"${OTHER_KEY}"`)]],
  ],
  [
    'that uses a data key for a day',
    override('Queue', 'KmsDataKeyReusePeriodSeconds', 86400),
    [['Queue', 'KmsDataKeyReusePeriodSeconds', asMade('300', '86400')]],
  ],
  [
    'with another dead-letter queue',
    override('Queue', 'RedrivePolicy.deadLetterTargetArn', PLAIN),
    [
      [
        'Queue',
        'RedrivePolicy.deadLetterTargetArn',
        asMade('{"Fn::GetAtt":["OrdersDeadLetterQueueA73944CE","Arn"]}', `"${PLAIN}"`),
      ],
    ],
  ],
  [
    'that gives up at once',
    override('Queue', 'RedrivePolicy.maxReceiveCount', 1),
    [['Queue', 'RedrivePolicy.maxReceiveCount', asMade('41', '1')]],
  ],
  [
    'whose dead letters may be of any queue',
    override('DeadLetterQueue', 'RedriveAllowPolicy.redrivePermission', 'allowAll'),
    [['DeadLetterQueue', 'RedriveAllowPolicy.redrivePermission', asMade('"byQueue"', '"allowAll"')]],
  ],
  [
    'that takes messages too large for an item',
    override('Queue', 'MaximumMessageSize', 1048576),
    [['Queue', 'MaximumMessageSize', asMade('393216', '1048576')]],
  ],
  [
    'that keeps messages for less time',
    override('Queue', 'MessageRetentionPeriod', 60),
    [['Queue', 'MessageRetentionPeriod', asMade('345600', '60')]],
  ],
  [
    'by another name',
    override('Queue', 'QueueName', 'orders'),
    [['Queue', 'QueueName', asMade(`"${NAME}"`, '"orders"')]],
  ],
  [
    'that is no queue',
    orders => partOf(orders, 'Queue').addOverride('Type', 'AWS::SNS::Topic'),
    [['Queue', 'Type', asMade('"AWS::SQS::Queue"', '"AWS::SNS::Topic"')]],
  ],
])('a queue %s', (_, change, problems) => expectProblems(change, problems));

const STREAM = { streamViewType: 'NEW_IMAGE' };
const KINESIS = { StreamArn: `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/plain` };
const tableOf = (orders: { table: { node: { defaultChild?: unknown } } }) =>
  orders.table.node.defaultChild as CfnGlobalTable;

test.each<Case>([
  [
    'on the key of AWS',
    deletion('Table', 'Properties.SSESpecification'),
    [['Table', 'SSESpecification', asMade('{"SSEEnabled":true,"SSEType":"KMS"}', 'nothing')]],
  ],
  [
    'with encryption off',
    override('Table', 'SSESpecification.SSEEnabled', false),
    [['Table', 'SSESpecification.SSEEnabled', asMade('true', 'false')]],
  ],
  [
    'on another key',
    override('Table', 'Replicas.0.SSESpecification.KMSMasterKeyId', OTHER_KEY),
    [['Table', 'Replicas.0.SSESpecification.KMSMasterKeyId', asMade(`"${KEY_ARN}"`, `"${OTHER_KEY}"`)]],
  ],
  [
    'with a stream of changes',
    orders => (tableOf(orders).streamSpecification = STREAM),
    [['Table', 'StreamSpecification', 'must be absent, got {"StreamViewType":"NEW_IMAGE"}']],
  ],
  [
    'with a Kinesis stream',
    override('Table', 'Replicas.0.KinesisStreamSpecification', KINESIS),
    [['Table', 'Replicas.0.KinesisStreamSpecification', `must be absent, got ${JSON.stringify(KINESIS)}`]],
  ],
  [
    'with its keys in Contributor Insights',
    override('Table', 'Replicas.0.ContributorInsightsSpecification', { Enabled: true }),
    [['Table', 'Replicas.0.ContributorInsightsSpecification', 'must be absent, got {"Enabled":true}']],
  ],
  [
    'with an index',
    orders =>
      orders.table.addGlobalSecondaryIndex({
        indexName: 'x',
        partitionKey: { name: 'id', type: AttributeType.STRING },
      }),
    [
      [
        'Table',
        'GlobalSecondaryIndexes',
        'must be absent, got [{"IndexName":"x","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}]',
      ],
      ['Table', 'Replicas.0.GlobalSecondaryIndexes', 'must be absent, got [{"IndexName":"x"}]'],
    ],
  ],
  [
    'without recovery',
    override('Table', 'Replicas.0.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', false),
    [['Table', 'Replicas.0.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', asMade('true', 'false')]],
  ],
  [
    'that can be deleted',
    override('Table', 'Replicas.0.DeletionProtectionEnabled', false),
    [['Table', 'Replicas.0.DeletionProtectionEnabled', asMade('true', 'false')]],
  ],
])('a table %s', (_, change, problems) => expectProblems(change, problems));
