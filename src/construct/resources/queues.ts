import { Duration, Size } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge, DEAD_LETTER_QUEUE_RULES } from './acknowledgments';
import { REDRIVE_ACTIONS, SEND_ACTIONS } from './data-actions';
import type { PhysicalNames } from './physical-names';
import { principals } from './principals';
import { timeoutOf } from './writer-function';
import type { ServiceProducer } from '../../key-policy/render/facts';
import { VISIBILITY_TIMEOUTS } from '../checks/limits';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';

/**
 * Adds the queue of what could not be stored: on the same key, fed by the one queue, kept longer than that one keeps.
 */
export function addDeadLetterQueue(
  scope: Construct,
  props: EncryptedQueueToTableProps,
  key: kms.IKey,
  names: PhysicalNames,
): sqs.Queue {
  const queue = new sqs.Queue(scope, 'DeadLetterQueue', {
    ...sharedBy(props, key),
    queueName: names.deadLetterQueueName,
    retentionPeriod: props.deadLetterRetentionPeriod ?? Duration.days(14),
    redriveAllowPolicy: {
      redrivePermission: sqs.RedrivePermission.BY_QUEUE,
      sourceQueues: [sqs.Queue.fromQueueArn(scope, 'SourceQueue', names.queueArn)],
    },
  });
  acknowledge(queue, DEAD_LETTER_QUEUE_RULES);
  if (props.redriveRoleArns?.length) {
    queue.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'RedriversTakeOut',
        principals: principals(props.redriveRoleArns),
        actions: REDRIVE_ACTIONS,
        resources: [queue.queueArn],
      }),
    );
  }
  return queue;
}

/** Adds the queue that consumers send to. */
export function addQueue(
  scope: Construct,
  props: EncryptedQueueToTableProps,
  key: kms.IKey,
  names: PhysicalNames,
  deadLetterQueue: sqs.Queue,
): sqs.Queue {
  const queue = new sqs.Queue(scope, 'Queue', {
    ...sharedBy(props, key),
    queueName: names.queueName,
    retentionPeriod: props.retentionPeriod ?? Duration.days(4),
    visibilityTimeout: Duration.seconds(
      timeoutOf(props).toSeconds() * VISIBILITY_TIMEOUTS + (props.batchingWindow?.toSeconds() ?? 0),
    ),
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: props.maxReceiveCount ?? 5 },
  });
  queue.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'ConsumersSend',
      principals: principals(props.consumerRoleArns, props.producerRoleArns, props.redriveRoleArns),
      actions: SEND_ACTIONS,
      resources: [queue.queueArn],
    }),
  );
  return queue;
}

/** Lets a service send as itself, for the one source it is named for. */
export function addServiceProducer(queue: sqs.Queue, { service, sourceArn, sourceAccount }: ServiceProducer): void {
  queue.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(service)],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': sourceArn }, StringEquals: { 'aws:SourceAccount': sourceAccount } },
    }),
  );
}

/** What must be the same on both: a dead letter is no less secret than a letter. */
function sharedBy(props: EncryptedQueueToTableProps, key: kms.IKey): sqs.QueueProps {
  return {
    encryption: sqs.QueueEncryption.KMS,
    encryptionMasterKey: key,
    dataKeyReuse: props.dataKeyReuse ?? Duration.minutes(5),
    enforceSSL: true,
    fifo: props.fifo || undefined,
    maxMessageSizeBytes: (props.maxMessageSize ?? Size.kibibytes(384)).toBytes(),
  };
}
