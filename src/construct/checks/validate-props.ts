import { Duration, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkKeyArn, checkNoAdmin, checkOwnAccount, checkRoleArns } from './arn-checks';
import { checkItem } from './item-checks';
import * as limits from './limits';
import { PropsError } from './props-error';
import { checkBytes, checkDuration, checkMebibytes, checkName, checkNumber, type Problems } from './value-checks';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';
import { bootstrapExecutionRoleArn } from '../resources/table-creator';

const NO_TABLE_CREATOR =
  "'tableCreatorRoleArns' must name the role that CloudFormation acts as, since the stack's synthesizer knows no bootstrap role, got undefined";

const OPTIONAL_ROLES = [
  'tableCreatorRoleArns',
  'custodianRoleArns',
  'destroyerRoleArns',
  'auditorRoleArns',
  'producerRoleArns',
  'readerRoleArns',
  'redriveRoleArns',
] as const;
/** Those who do what KMS takes from the key's own account only. */
const OWN_ACCOUNT_ROLES = [
  'adminRoleArns',
  'tableCreatorRoleArns',
  'custodianRoleArns',
  'destroyerRoleArns',
  'auditorRoleArns',
] as const;
/** Those who use the key, and so must not decide over it. */
const USERS = ['consumerRoleArns', 'producerRoleArns', 'readerRoleArns', 'redriveRoleArns'] as const;

/**
 * Checks every prop and reports all problems at once; what is a Token is left to the deployment.
 *
 * @throws InvalidProps
 */
export function validateProps(scope: Construct, props: EncryptedQueueToTableProps): void {
  const { account, region } = Stack.of(scope);
  const problems =
    Token.isUnresolved(account) || Token.isUnresolved(region)
      ? [
          "the stack must name its account and Region, as in env: { account: '111122223333', region: 'eu-west-1' }, since a key stands in one of each",
        ]
      : checkPrincipals(scope, props, { account, region });
  problems.push(...checkStages(props));
  if (problems.length > 0) throw new PropsError(scope, problems);
}

function checkPrincipals(
  scope: Construct,
  props: EncryptedQueueToTableProps,
  stack: { account: string; region: string },
): Problems {
  return [
    ...checkKeyArn('keyArn', props.keyArn, stack),
    ...checkRoleArns('adminRoleArns', props.adminRoleArns, 'required'),
    ...checkRoleArns('consumerRoleArns', props.consumerRoleArns, 'required'),
    ...OPTIONAL_ROLES.flatMap(prop => checkRoleArns(prop, props[prop])),
    ...OWN_ACCOUNT_ROLES.flatMap(prop => checkOwnAccount(prop, props[prop], stack)),
    ...(props.allowAdminsToUseKey ? [] : USERS.flatMap(prop => checkNoAdmin(prop, props[prop], props.adminRoleArns))),
    ...(props.tableCreatorRoleArns || bootstrapExecutionRoleArn(scope) ? [] : [NO_TABLE_CREATOR]),
  ];
}

function checkStages(props: EncryptedQueueToTableProps): Problems {
  return [
    ...checkName('queueName', props.queueName, limits.NAMES.queue),
    ...checkDuration('retentionPeriod', props.retentionPeriod, limits.RETENTION_SECONDS),
    ...checkDuration('deadLetterRetentionPeriod', props.deadLetterRetentionPeriod, limits.RETENTION_SECONDS),
    ...checkRetention(props),
    ...checkNumber('maxReceiveCount', props.maxReceiveCount, limits.MAX_RECEIVE_COUNT),
    ...checkBytes('maxMessageSize', props.maxMessageSize, limits.MESSAGE_BYTES),
    ...checkDuration('dataKeyReuse', props.dataKeyReuse, limits.DATA_KEY_REUSE_SECONDS),
    ...checkName('functionName', props.functionName, limits.NAMES.function),
    ...checkNumber('batchSize', props.batchSize, props.fifo ? limits.FIFO_BATCH_SIZE : limits.BATCH_SIZE),
    ...checkDuration('batchingWindow', props.batchingWindow, limits.BATCHING_WINDOW_SECONDS),
    ...checkBatching(props),
    ...checkNumber('maxConcurrency', props.maxConcurrency, limits.MAX_CONCURRENCY),
    ...checkDuration('timeout', props.timeout, limits.TIMEOUT_SECONDS),
    ...checkMebibytes('memorySize', props.memorySize, limits.MEMORY_MEBIBYTES),
    ...checkName('tableName', props.tableName, limits.NAMES.table),
    ...checkItem(props),
  ];
}

/** A dead letter's clock starts when the message was first sent, so it must run no shorter than the queue's. */
function checkRetention({ retentionPeriod, deadLetterRetentionPeriod }: EncryptedQueueToTableProps): Problems {
  if (!deadLetterRetentionPeriod || deadLetterRetentionPeriod.isUnresolved() || retentionPeriod?.isUnresolved()) {
    return [];
  }
  const [queue, deadLetters] = [
    (retentionPeriod ?? Duration.days(4)).toSeconds(),
    deadLetterRetentionPeriod.toSeconds(),
  ];
  return deadLetters >= queue
    ? []
    : [
        `'deadLetterRetentionPeriod' must be no less than the 'retentionPeriod' of ${queue} seconds, since its clock starts when a message is first sent, got ${deadLetters}`,
      ];
}

/** What Lambda asks of a batch and its window together. */
function checkBatching({ batchSize, batchingWindow, fifo }: EncryptedQueueToTableProps): Problems {
  const window = batchingWindow?.isUnresolved() ? undefined : (batchingWindow?.toSeconds({ integral: false }) ?? 0);
  if (window === undefined || (batchSize === undefined && !fifo) || Token.isUnresolved(batchSize)) return [];
  if (fifo) return window > 0 ? [`'batchingWindow' must be left out for a FIFO queue, got ${window}`] : [];
  return batchSize! > limits.UNWINDOWED_BATCH_SIZE && window < 1
    ? [
        `'batchingWindow' must be 1 to 300 seconds for a 'batchSize' over ${limits.UNWINDOWED_BATCH_SIZE} messages, got ${window}`,
      ]
    : [];
}
