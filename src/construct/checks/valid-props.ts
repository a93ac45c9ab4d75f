import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { checkKeyArn, checkOwnRoleArns, checkRoleArns, type Environment } from './arn-checks';
import { checkExclusive, DECIDERS, USERS } from './exclusive-roles';
import { got } from './got';
import { checkAttributes, checkItemKey, checkSortKeyName } from './item-checks';
import * as limits from './limits';
import {
  checkAlarms,
  checkNeedsTopic,
  checkTimesKnown,
  checkTopic,
  checkTopicKeys,
  checkTraffic,
  checkUrl,
} from './operations-checks';
import { checkProps, type PropChecks, propsOf } from './prop-checks';
import { PropsError } from './props-error';
import { checkBatching, checkPatience, checkRetention } from './queue-checks';
import { checkStatements } from './statement-checks';
import * as check from './value-checks';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';
import { KeyPolicyManagement } from '../key-policy-management';
import { MessageBody } from '../message-body';
import { isKnown } from '../names/is-known';
import { partitionOf } from '../names/partition';
import { bootstrapExecutionRoleArn } from '../settings';
import { WriteMode } from '../write-mode';

type Prop = keyof EncryptedQueueToTableProps;

/**
 * Requires props that the construct can work with. A Token is left to the deployment.
 *
 * @throws InvalidProps with every problem at once
 */
export function requireValidProps(scope: Construct, given: EncryptedQueueToTableProps): void {
  const props = propsOf(given);
  const { account, region } = Stack.of(scope);
  const ofProps = checkProps(
    'EncryptedQueueToTable',
    props,
    checksOfProps({ account, region, partition: partitionOf(scope) }),
  );
  const problems = [
    ...(isKnown(account) && isKnown(region) ? [] : [NO_ENVIRONMENT]),
    ...[...ofProps.values()].flat(),
    ...COMBINATIONS.filter(({ of }) => !of.some(prop => ofProps.has(prop))).flatMap(combination =>
      combination.check(props, scope),
    ),
    ...(props.tableCreatorRoleArns || bootstrapExecutionRoleArn(scope) ? [] : [NO_TABLE_CREATOR]),
  ];
  if (problems.length > 0) throw new PropsError(scope, problems);
}

function checksOfProps(stack: Environment): PropChecks<Required<EncryptedQueueToTableProps>> {
  const required = (prop: string, value: unknown) => checkRoleArns(prop, value, 'required', stack);
  const own = (prop: string, value: unknown) => checkOwnRoleArns(prop, value, stack);
  const copiers = (prop: string, value: unknown) => checkOwnRoleArns(prop, value, stack, 'optional', COPIES_STAY);
  const optional = (prop: string, value: unknown) => checkRoleArns(prop, value, 'optional', stack);
  return {
    keyArn: (prop, value) => checkKeyArn(prop, value, stack),
    adminRoleArns: (prop, value) => checkOwnRoleArns(prop, value, stack, 'required'),
    consumerRoleArns: required,
    acceptedDeviations: check.checkTexts,
    tableCreatorRoleArns: own,
    custodianRoleArns: own,
    destroyerRoleArns: own,
    auditorRoleArns: own,
    producerRoleArns: optional,
    readerRoleArns: optional,
    redriverRoleArns: (prop, value) => checkOwnRoleArns(prop, value, stack, 'optional', MOVES_STAY),
    restoreRoleArns: copiers,
    backupRoleArns: copiers,
    exporterRoleArns: copiers,
    additionalKeyPolicyStatements: checkStatements,
    keyPolicyManagement: checkManagement,
    breakGlass: check.checkFlag,
    strictConditions: check.checkFlag,
    allowAdminsToUseKey: check.checkFlag,
    allowCustodiansToDestroy: check.checkFlag,
    allowDestructionWithoutMfa: check.checkFlag,

    queueName: (prop, value) => check.checkName(prop, value, limits.NAMES.queue),
    fifo: check.checkFlag,
    retentionPeriod: (prop, value) => check.checkDuration(prop, value, limits.RETENTION_SECONDS),
    deadLetterRetentionPeriod: (prop, value) => check.checkDuration(prop, value, limits.RETENTION_SECONDS),
    outagePatience: (prop, value) => check.checkKnownDuration(prop, value, limits.OUTAGE_SECONDS),
    maxMessageSize: (prop, value) => check.checkBytes(prop, value, limits.MESSAGE_BYTES),
    dataKeyReuse: (prop, value) => check.checkDuration(prop, value, limits.DATA_KEY_REUSE_SECONDS),

    functionName: (prop, value) => check.checkName(prop, value, limits.NAMES.function),
    batchSize: (prop, value) => check.checkNumber(prop, value, limits.BATCH_SIZE),
    maxBatchingWindow: (prop, value) => check.checkKnownDuration(prop, value, limits.BATCHING_WINDOW_SECONDS),
    maxConcurrency: (prop, value) => check.checkNumber(prop, value, limits.MAX_CONCURRENCY),
    timeout: (prop, value) => check.checkKnownDuration(prop, value, limits.TIMEOUT_SECONDS),
    memorySize: (prop, value) => check.checkMebibytes(prop, value, limits.MEMORY_MEBIBYTES),
    roleNamePrefix: (prop, value) => check.checkName(prop, value, limits.NAMES.rolePrefix),
    rolePath: (prop, value) => check.checkName(prop, value, limits.NAMES.rolePath),
    logRetention: (prop, value) => check.checkMember(prop, value, RetentionDays, 'RetentionDays'),

    tableName: (prop, value) => check.checkName(prop, value, limits.NAMES.table),
    partitionKey: checkItemKey,
    partitionKeyName: (prop, value) => check.checkName(prop, value, limits.NAMES.attribute),
    sortKey: checkItemKey,
    sortKeyName: (prop, value) => check.checkName(prop, value, limits.NAMES.attribute),
    messageBody: (prop, value) => check.checkInstance(prop, value, MessageBody, 'text'),
    writeMode: (prop, value) => check.checkInstance(prop, value, WriteMode, 'overwrite'),
    timeToLive: (prop, value) => check.checkKnownDuration(prop, value, limits.TIME_TO_LIVE_SECONDS),
    deletionProtection: check.checkFlag,
    removalPolicy: (prop, value) => check.checkMember(prop, value, RemovalPolicy, 'RemovalPolicy'),

    alarmTopic: checkTopic,
    noticeTopic: checkTopic,
    alarms: checkAlarms,
    expectTrafficEvery: checkTraffic,
    runbookUrl: checkUrl,
    keyEvents: check.checkFlag,
    dashboard: check.checkFlag,
  };
}

function checkManagement(prop: string, value: unknown): check.Problems {
  const problems = check.checkInstance(prop, value, KeyPolicyManagement, 'merge');
  if (problems.length > 0 || value === undefined) return problems;
  const { _options: options, _way: way } = value as KeyPolicyManagement;
  if (options !== propsOf(options)) return [`'${prop}' must be made with an object of options, got ${got(options)}`];
  return [...checkProps<object>(`KeyPolicyManagement.${way}`, options, OPTIONS[way]).values()].flat();
}

/** What each way of putting the key policy has options for. */
const OPTIONS = {
  merge: {
    requireImportedMaterial: check.checkFlag,
    removedDelegations: check.checkTexts,
    acceptedDelegations: check.checkTexts,
  },
  replace: { requireImportedMaterial: check.checkFlag, acceptedGrants: check.checkTexts },
  render: {},
};

/** What props must be together, where each is sound by itself. */
const COMBINATIONS: readonly {
  readonly of: readonly Prop[];
  check(props: EncryptedQueueToTableProps, scope: Construct): check.Problems;
}[] = [
  ...USERS.flatMap(user =>
    (Object.keys(DECIDERS) as (keyof typeof DECIDERS)[]).map(decider => ({
      of: [user, decider, 'allowAdminsToUseKey'] as const,
      check: (props: EncryptedQueueToTableProps) => checkExclusive(user, decider, props),
    })),
  ),
  { of: ['retentionPeriod', 'deadLetterRetentionPeriod'], check: checkRetention },
  { of: ['outagePatience', 'retentionPeriod', 'timeout', 'maxBatchingWindow'], check: checkPatience },
  { of: ['batchSize', 'maxBatchingWindow', 'fifo'], check: checkBatching },
  { of: ['sortKey', 'sortKeyName'], check: checkSortKeyName },
  { of: ['alarmTopic'], check: checkNeedsTopic },
  { of: ['alarmTopic', 'retentionPeriod', 'deadLetterRetentionPeriod'], check: checkTimesKnown },
  {
    of: ['keyArn', 'alarmTopic', 'noticeTopic', 'alarms'],
    check: (props, scope) => checkTopicKeys(scope, props),
  },
  {
    of: ['partitionKey', 'partitionKeyName', 'sortKey', 'sortKeyName', 'messageBody', 'writeMode', 'timeToLive'],
    check: checkAttributes,
  },
];

const MOVES_STAY = 'SQS ignores a move of messages that comes from another account';

const COPIES_STAY = 'a copy of the table is made in its own account';

const NO_ENVIRONMENT =
  "the stack must name its account and Region, as in env: { account: '111122223333', region: 'eu-west-1' }, since a key stands in one of each";

const NO_TABLE_CREATOR =
  "'tableCreatorRoleArns' must name the role that CloudFormation acts as, since the stack's synthesizer knows no bootstrap role, got undefined; as a rule it is arn:aws:iam::ACCOUNT:role/cdk-hnb659fds-cfn-exec-role-ACCOUNT-REGION";
