import { CreateGrantCommand, ListGrantsCommand } from '@aws-sdk/client-kms';
import { addToQueuePolicy, as, changeKeyPolicy, changeQueue, deployer, kmsOf, letExpire, openEscrow } from './deeds';
import { DEPLOYER, DESTROYER } from './mend';
import { ADMINISTRATOR, CONSUMER } from '../../../sandbox/demo/example';
import { makeKeyWithImportedMaterial } from '../../../sandbox/demo/imported-key';
import type { Drill } from '../../support/drill';
import { role } from '../../support/orders';

/** Something that somebody does to what is deployed, and what doctor has to say of it. */
export interface Sabotage {
  readonly what: string;
  readonly check: string;
  readonly says: RegExp;
  /** Where no command mends it: the page that doctor names, and what its reader does. */
  readonly byHand?: readonly [page: string, mend: (drill: Drill) => Promise<unknown>];
  act(drill: Drill): Promise<unknown>;
}

export const SABOTAGES: readonly Sabotage[] = [
  {
    what: 'the key is disabled',
    act: async drill => as(drill, ADMINISTRATOR, 'aws kms disable-key --key-id $KEY'),
    check: 'key state',
    says: /^the key is disabled$/,
  },
  {
    what: 'the key is to be deleted',
    act: async drill => as(drill, DESTROYER, 'aws kms schedule-key-deletion --key-id $KEY --pending-window-in-days 7'),
    check: 'key state',
    says: /^the key is to be deleted on 2026-01-08T/,
  },
  {
    what: 'the material is deleted',
    act: async drill => {
      openEscrow(drill);
      await as(drill, DESTROYER, 'aws kms delete-imported-key-material --key-id $KEY');
    },
    check: 'key state',
    says: /^the key has no material: it expired or was deleted$/,
  },
  {
    what: 'the material expires in five days',
    act: async drill => {
      openEscrow(drill);
      await letExpire(drill, 5);
    },
    check: 'material',
    says: /^the key material expires in 4 days, on 2026-01-06T/,
  },
  {
    what: 'a statement of the key policy is taken out',
    act: async drill => changeKeyPolicy(drill, all => all.filter(({ Sid }) => !/WriterThroughSqs$/.test(Sid))),
    check: 'key policy',
    says: /^the key policy is not as deployed: it lacks WriterThroughSqs$/,
  },
  {
    what: 'a statement of the key policy is for somebody else',
    act: async drill =>
      changeKeyPolicy(drill, all =>
        all.map(one => (/ReadersThrough/.test(one.Sid) ? { ...one, Principal: { AWS: role('Other') } } : one)),
      ),
    check: 'key policy',
    says: /^the key policy is not as deployed: it has otherwise ReadersThroughDynamoDb$/,
  },
  {
    what: "DynamoDB's grant is revoked",
    act: async drill => {
      const KeyId = drill.pipeline.keyArn;
      const { Grants = [] } = await kmsOf(drill, ADMINISTRATOR).send(new ListGrantsCommand({ KeyId }));
      for (const { GrantId } of Grants) {
        await as(drill, DESTROYER, `aws kms revoke-grant --key-id $KEY --grant-id ${GrantId}`);
      }
    },
    check: 'grants',
    says: /^DynamoDB has no grant on the key for the table OrdersStack-Orders-AB039DC1$/,
    byHand: [
      'table-inaccessible',
      deployer(
        `aws dynamodb update-table --table-name $TABLE --sse-specification '{"Enabled":true,"SSEType":"KMS","KMSMasterKeyId":"$KEY"}'`,
      ),
    ],
  },
  {
    what: 'somebody else gets a grant',
    act: async drill => {
      const [kms, KeyId] = [kmsOf(drill, ADMINISTRATOR), drill.pipeline.keyArn];
      const rest = { Effect: 'Allow', Principal: { AWS: ADMINISTRATOR }, Action: 'kms:CreateGrant', Resource: '*' };
      await changeKeyPolicy(drill, all => [...all, { Sid: 'Thief', ...rest }]);
      await kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal: role('Thief'), Operations: ['Decrypt'] }));
      await changeKeyPolicy(drill, all => all.filter(({ Sid }) => Sid !== 'Thief'));
    },
    check: 'grants',
    says: /^grants that let somebody in past the policy: [0-9a-f]{64} \(arn:aws:iam::111122223333:role\/Thief: Decrypt\)$/,
  },
  {
    what: 'the queue is put on another key',
    act: async drill => {
      const other = await makeKeyWithImportedMaterial(drill.pipeline.sandbox, ADMINISTRATOR);
      await changeQueue(drill, drill.pipeline.queueUrl, { KmsMasterKeyId: other });
    },
    check: 'queues',
    says: /^KmsMasterKeyId of the queue is arn:aws:kms:\S+, not arn:aws:kms:\S+$/,
  },
  {
    what: 'the visibility timeout of the queue is shortened',
    act: deployer(`aws sqs set-queue-attributes --queue-url $QUEUE --attributes '{"VisibilityTimeout":"30"}'`),
    check: 'queues',
    says: /^VisibilityTimeout of the queue is 30, not 180$/,
  },
  {
    what: 'dead letters are kept for a day',
    act: deployer(`aws sqs set-queue-attributes --queue-url $DEAD --attributes '{"MessageRetentionPeriod":"86400"}'`),
    check: 'queues',
    says: /^MessageRetentionPeriod of the dead-letter queue is 86400, not 1209600$/,
  },
  {
    what: 'the queue denies the writer',
    act: async drill =>
      addToQueuePolicy(drill, { Sid: 'Stop', Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sqs:ReceiveMessage' }),
    check: 'rights',
    says: /^the writer may not sqs:ReceiveMessage \(arn:aws:iam::111122223333:role\/OrdersStack-Orders-AB039DC1-eu-west-1\): denied by 'Stop'$/,
  },
  {
    what: 'the queue denies a sender',
    act: async drill =>
      addToQueuePolicy(drill, { Sid: 'No', Effect: 'Deny', Principal: { AWS: CONSUMER }, Action: 'sqs:SendMessage' }),
    check: 'rights',
    says: /^a sender may not sqs:SendMessage \(\S+\): denied by 'No'$/,
  },
  {
    what: 'the queue lets in everybody',
    act: async drill =>
      addToQueuePolicy(drill, { Sid: 'Open', Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sqs:SendMessage' }),
    check: 'policies',
    says: /^the policy of the queue has besides 'Open'$/,
  },
  {
    what: 'the policy of the table is deleted',
    act: deployer('aws dynamodb delete-resource-policy --resource-arn $TABLE_ARN'),
    check: 'rights',
    says: /^a reader may not dynamodb:GetItem/,
  },
  {
    what: 'deletion protection of the table is off',
    act: deployer('aws dynamodb update-table --table-name $TABLE --no-deletion-protection-enabled'),
    check: 'table safety',
    says: /^deletion protection is false, not true as deployed$/,
  },
  {
    what: 'point-in-time recovery is off',
    act: deployer(
      `aws dynamodb update-continuous-backups --table-name $TABLE --point-in-time-recovery-specification '{"PointInTimeRecoveryEnabled":false}'`,
    ),
    check: 'table safety',
    says: /^point-in-time recovery is false, not true as deployed$/,
  },
  {
    what: 'the log group of the writer is deleted',
    act: deployer('aws logs delete-log-group --log-group-name /aws/lambda/$WRITER'),
    check: 'log group',
    says: /^there is no log group \/aws\/lambda\/OrdersStack-Orders-AB039DC1$/,
  },
  {
    what: 'the environment of the writer is changed',
    act: deployer(
      `aws lambda update-function-configuration --function-name $WRITER --environment '{"Variables":{"LEVEL":"debug"}}'`,
    ),
    check: 'writer',
    says: /^the writer: Environment is \{"Variables":\{"LEVEL":"debug"\}\}, not \{"Variables":\{"WRITER_CONFIGURATION":/,
  },
  {
    what: 'the writer has another role',
    act: async drill =>
      as(drill, DEPLOYER, `aws lambda update-function-configuration --function-name $WRITER --role ${DEPLOYER}`),
    check: 'writer',
    says: /^the writer: Role is arn:aws:iam::111122223333:role\/cdk-hnb659fds-cfn-exec-role-\S+, not arn:aws:iam::\S+:role\/OrdersStack-Orders-AB039DC1-eu-west-1$/,
  },
  {
    what: 'the writer may not run',
    act: deployer('aws lambda put-function-concurrency --function-name $WRITER --reserved-concurrent-executions 0'),
    check: 'limits',
    says: /^reserved concurrency is 0, not none$/,
  },
  {
    what: 'the mapping is disabled',
    act: deployer('aws lambda update-event-source-mapping --uuid $MAPPING --no-enabled'),
    check: 'mapping',
    says: /^Lambda does not poll the queue: the mapping is Disabled/,
  },
  {
    what: 'a second mapping takes messages',
    act: deployer(
      'aws lambda create-event-source-mapping --function-name $WRITER --event-source-arn $QUEUE_ARN --function-response-types ReportBatchItemFailures',
    ),
    check: 'mapping',
    says: /^the queue is polled for others too: arn:aws:lambda:/,
  },
  {
    what: 'the actions of an alarm are disabled',
    act: deployer('aws cloudwatch disable-alarm-actions --alarm-names $WRITER-NotStored'),
    check: 'alarms',
    says: /^alarms that call nobody: OrdersStack-Orders-AB039DC1-NotStored$/,
  },
  {
    what: 'an alarm is deleted',
    act: deployer('aws cloudwatch delete-alarms --alarm-names $WRITER-Backlog'),
    check: 'alarms',
    says: /^alarms that are gone: OrdersStack-Orders-AB039DC1-Backlog$/,
  },
  {
    what: 'nobody is subscribed',
    act: async drill => {
      const { Subscriptions } = await as(drill, DEPLOYER, 'aws sns list-subscriptions-by-topic --topic-arn $TOPIC');
      await as(drill, DEPLOYER, `aws sns unsubscribe --subscription-arn ${Subscriptions[0].SubscriptionArn}`);
    },
    check: 'topics',
    says: /^nobody is subscribed to the topic arn:aws:sns:/,
  },
  {
    what: 'the topic is put under the key that it watches',
    act: deployer(
      'aws sns set-topic-attributes --topic-arn $TOPIC --attribute-name KmsMasterKeyId --attribute-value $KEY',
    ),
    check: 'topics',
    says: /^the topic \S+ is encrypted under the key: it is silent when the key fails$/,
  },
  {
    what: 'a rule is disabled',
    act: deployer('aws events disable-rule --name $RULE'),
    check: 'events',
    says: /^rules that are disabled: OrdersStack-OrdersOperationsKeyEvents/,
  },
  {
    what: 'the trail is stopped',
    act: deployer('aws cloudtrail stop-logging --name management-events'),
    check: 'trail',
    says: /^the trail management-events does not log$/,
  },
  {
    what: 'the trail leaves out KMS',
    act: deployer(
      `aws cloudtrail put-event-selectors --trail-name management-events --event-selectors '[{"ReadWriteType":"All","IncludeManagementEvents":true,"ExcludeManagementEventSources":["kms.amazonaws.com"]}]'`,
    ),
    check: 'trail',
    says: /^the trail management-events does not log what is done to the key$/,
  },
];
